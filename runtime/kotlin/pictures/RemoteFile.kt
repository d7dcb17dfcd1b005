/** A file of a pipeline that an app fetches instead of carrying it. */
package snapc.runtime

import java.io.File
import java.net.URL
import java.security.MessageDigest

/**
 * @property path from the served folder on, and from the folder on that `Pipeline.load` takes
 * @property sha256 in hexadecimal digits
 */
class RemoteFile internal constructor(val path: String, val bytes: Long, val sha256: String) {
    internal fun within(folder: File): File {
        val names = path.split('/')
        val isStrange = bytes < 0 || names.any { it in listOf("", ".", "..") || '\\' in it || '\u0000' in it }
        if (isStrange) throw downloadFault(ErrorKind.ARGUMENT, "\"$path\" has no place in the folder")
        return File(folder, path)
    }

    /** The query of the folder's address, such as a signature, goes with every file. */
    internal fun within(served: URL): URL {
        val query = served.query?.let { "?$it" } ?: ""
        return URL(served, "${served.path.removeSuffix("/")}/$path$query")
    }

    internal fun has(digest: MessageDigest): Boolean =
        sha256 == digest.digest().joinToString("") { "%02x".format(it) }

    internal fun altered(): SnapcException = downloadFault(
        ErrorKind.WEIGHTS,
        "$path on the server is not the file that was compiled. Serve the emitted folder again."
    )
}

internal fun downloadFault(kind: ErrorKind, message: String, cause: Throwable? = null): SnapcException {
    val fault = SnapcException(kind.ordinal, message.toByteArray(), 0, -1, ByteArray(0))
    if (cause != null) fault.initCause(cause)
    return fault
}
