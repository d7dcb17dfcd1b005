/** What goes wrong, for apps to decide on. */
package snapc.runtime

/** In the order of the native library's kinds, which has no downloads. */
enum class ErrorKind { ARGUMENT, FILE, WEIGHTS, CACHE, DEVICE, UNSUPPORTED, CANCELLED, NEURAL_NETWORKS, DOWNLOAD }

/**
 * @property resultCode what NNAPI returned, or 0
 * @property operation the index of the operation at fault, or -1
 * @property origin the nodes of the ONNX model that the operation stems from
 */
class SnapcException internal constructor(
    kind: Int,
    message: ByteArray,
    val resultCode: Int,
    val operation: Long,
    origin: ByteArray
) : RuntimeException(String(message, Charsets.UTF_8)) {
    val kind: ErrorKind = ErrorKind.values()[kind]
    val origin: String = String(origin, Charsets.UTF_8)
}
