/** Names that a package uses for its own files. */

/** What `model.mlmodel` calls the file of weights beside it. */
export const WEIGHT_FILE = '@model_path/weights/weight.bin';
