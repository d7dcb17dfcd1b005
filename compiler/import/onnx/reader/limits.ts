/** How much of a file the reader takes at most; each bound is far above real models and far below harm. */

export const LIMITS = {
  /** Fields of one message: nodes and initializers of a graph, elements of an unpacked list. */
  fields: 1 << 17,
  /** Nodes, tensors, attributes and value infos of the whole file. */
  records: 1 << 18,
  /** Bytes of one message without its tensors, children and lists. */
  scalarBytes: 1 << 20,
  /** Bytes of one name. */
  nameBytes: 1 << 16,
  /** Graphs in attributes of nodes of graphs. */
  graphDepth: 32,
  /** Sequences of optionals of sequences. */
  typeDepth: 16,
  rank: 64,
  /** Bytes of `float_data`, `int32_data` and their kin that are not a range of the file as they stand. */
  typedBytes: 256 << 20,
  /** Elements of an attribute that is a list. */
  listElements: 1 << 20,
  /** Bytes of a sparse tensor once dense. */
  denseBytes: 256 << 20,
  /** External files of one model; each stays open. */
  externalFiles: 4096,
  /** Tensors up to this size are held, larger ones stay ranges of the file. */
  inlineBytes: 1024,
  /** Faults of one file that are told. */
  problems: 100,
  /** Faults beyond those that are counted before the reading ends. */
  countedProblems: 10_000,
} as const;
