/** What has come of a file so far, as `FILE.part` beside its place: a later call goes on from there. */
package snapc.runtime

import java.io.Closeable
import java.io.File
import java.io.IOException
import java.io.RandomAccessFile
import java.security.MessageDigest

internal const val BUFFER_BYTES = 1 shl 16

internal class PartFile(private val file: RemoteFile, private val place: File, stopIfCancelled: () -> Unit) : Closeable {
    private val part = File("${place.path}.part")
    private val digest = sha256()
    private val written: RandomAccessFile
    var count = 0L
        private set

    init {
        place.parentFile.mkdirs()
        if (part.exists()) hash(part, digest, stopIfCancelled)
        written = RandomAccessFile(part, "rw")
        count = written.length()
        written.seek(count)
        if (count > file.bytes) restart()
    }

    fun restart() {
        written.setLength(0)
        digest.reset()
        count = 0
    }

    /** What is more than was compiled is refused. */
    fun append(bytes: ByteArray, length: Int) {
        if (length > file.bytes - count) {
            restart()
            throw file.altered()
        }
        written.write(bytes, 0, length)
        digest.update(bytes, 0, length)
        count += length
    }

    /** Brings the whole file to its place, which gets it at once; false, and nothing is left, if it is another one. */
    fun finish(): Boolean {
        if (!file.has(digest)) {
            restart()
            return false
        }
        written.fd.sync()
        if (!part.renameTo(place)) throw IOException("$part cannot be renamed")
        return true
    }

    /** What nothing has come of leaves nothing. */
    override fun close() {
        written.close()
        if (part.length() == 0L) part.delete()
    }

    companion object {
        /** Whether the file at its place is the one that was compiled. */
        fun holds(file: RemoteFile, place: File, verify: Boolean, stopIfCancelled: () -> Unit): Boolean =
            place.isFile && place.length() == file.bytes &&
                (!verify || file.has(sha256().also { hash(place, it, stopIfCancelled) }))

        private fun sha256(): MessageDigest = MessageDigest.getInstance("SHA-256")

        private fun hash(from: File, digest: MessageDigest, stopIfCancelled: () -> Unit) = from.inputStream().use {
            val buffer = ByteArray(BUFFER_BYTES)
            while (true) {
                stopIfCancelled()
                val read = it.read(buffer)
                if (read < 0) break
                digest.update(buffer, 0, read)
            }
        }
    }
}
