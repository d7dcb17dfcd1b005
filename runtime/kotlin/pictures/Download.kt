/** Fetches the files of a pipeline into a folder: each from where it broke off, and into its place once its hash is right. */
package snapc.runtime

import java.io.File
import java.io.IOException
import java.net.HttpURLConnection
import java.net.MalformedURLException
import java.net.URL
import java.util.concurrent.CancellationException
import java.util.concurrent.TimeUnit
import java.util.concurrent.locks.ReentrantLock

/**
 * Is called on the thread that downloads, some ten times a second, with the bytes of all files. `done` counts what was
 * there before, and is less again where a server sends a file from its start.
 */
typealias DownloadProgress = (done: Long, total: Long) -> Unit

/**
 * @property headers go with every request to the server, as for a key, and not along where it redirects to another one
 * @property timeoutMillis of silence, until it counts as a break; a cancelled download ends then at the latest
 * @property verify whether files that are there are hashed too; else their size counts
 */
class DownloadOptions @JvmOverloads constructor(
    val headers: Map<String, String> = emptyMap(),
    val timeoutMillis: Int = 15_000,
    val verify: Boolean = true
)

internal class Download(
    private val files: List<RemoteFile>,
    private val served: URL,
    private val folder: File,
    private val options: DownloadOptions = DownloadOptions(),
    private val progress: DownloadProgress? = null,
    private val cancellation: Cancellation? = null,
    /** After the first break; doubled after each. */
    private val pauseMillis: Long = 500
) {
    private val total = files.map { it.bytes }.sum()
    private val redirects = Redirects(served)
    private var told = 0L

    fun run() {
        val places = files.map { it.within(folder) }
        while (!turn.tryLock(TURN_MILLIS, TimeUnit.MILLISECONDS)) stopIfCancelled()
        try {
            runAlone(places)
        } finally {
            turn.unlock()
        }
    }

    private fun runAlone(places: List<File>) {
        var done = 0L
        for ((file, place) in files.zip(places)) {
            try {
                if (!PartFile.holds(file, place, options.verify, this::stopIfCancelled)) {
                    PartFile(file, place, this::stopIfCancelled).use { fetch(file, it, done) }
                }
            } catch (error: IOException) {
                throw downloadFault(ErrorKind.FILE, "$place cannot be written: ${error.message}", error)
            }
            done += file.bytes
            tell(done)
        }
    }

    private fun stopIfCancelled() {
        if (Thread.interrupted()) throw InterruptedException()
        if (cancellation?.isCancelled == true) throw CancellationException("cancelled")
    }

    private fun tell(done: Long) {
        val now = System.nanoTime()
        if (done < total && told != 0L && now - told < REPORT_NANOS) return
        told = now
        progress?.invoke(done, total)
    }

    /** Asks for what is missing until it is there, or until nothing more comes. */
    private fun fetch(file: RemoteFile, part: PartFile, done: Long) {
        // What an earlier call left may be of another file than this one; what comes now is not.
        var resumed = part.count > 0
        var failures = 0
        var furthest = part.count
        while (true) {
            stopIfCancelled()
            val broken = if (part.count < file.bytes) request(file, part, done) else null
            if (broken == null) {
                if (part.finish()) return
                if (!resumed) throw file.altered()
                resumed = false
                furthest = 0
                continue
            }
            failures = if (part.count > furthest) 1 else failures + 1
            furthest = maxOf(furthest, part.count)
            if (failures == ATTEMPTS || broken.isFinal) {
                val message = "${file.path} cannot be downloaded: ${broken.reason}. What came is kept; try again later."
                throw downloadFault(ErrorKind.DOWNLOAD, message, broken.cause)
            }
            Thread.sleep(pauseMillis shl (failures - 1))
        }
    }

    private class Break(val reason: String, val isFinal: Boolean = false, val cause: IOException? = null)

    /** Null when the file is whole. */
    private fun request(file: RemoteFile, part: PartFile, done: Long): Break? {
        var address = file.within(served)
        for (redirect in 0..Redirects.MOST) {
            stopIfCancelled()
            val connection = address.openConnection() as? HttpURLConnection
                ?: throw downloadFault(ErrorKind.ARGUMENT, "$served is no address of HTTP")
            try {
                val status = try {
                    open(connection, part.count)
                } catch (error: IOException) {
                    return Break(error.toString(), cause = error)
                }
                val next = try {
                    redirects.next(connection, status)
                } catch (error: MalformedURLException) {
                    return Break("the server answers with ${error.message}", true, error)
                }
                if (next == null) return answer(connection, status, file, part, done)
                address = next
            } finally {
                connection.disconnect()
            }
        }
        return Break("the server redirects more than ${Redirects.MOST} times", true)
    }

    private fun answer(connection: HttpURLConnection, status: Int, file: RemoteFile, part: PartFile, done: Long): Break? {
        if (status == RANGE_NOT_SATISFIABLE) part.restart()
        if (status != HttpURLConnection.HTTP_OK && status != HttpURLConnection.HTTP_PARTIAL) {
            return Break("the server answers $status", status < 500 && status !in WORTH_ASKING_AGAIN)
        }
        val range = connection.getHeaderField("Content-Range")?.let { FIRST_NUMBER.find(it) }?.value?.toLong()
        val start = if (status == HttpURLConnection.HTTP_PARTIAL) range ?: part.count else 0L
        // A server without ranges sends the file from its start.
        if (start == 0L && part.count > 0) part.restart()
        if (start != part.count) return Break("the server sends byte $start where ${part.count} is asked for")
        return receive(connection, file, part, done)
    }

    private fun open(connection: HttpURLConnection, offset: Long): Int {
        connection.connectTimeout = options.timeoutMillis
        connection.readTimeout = options.timeoutMillis
        connection.useCaches = false
        // Followed here: the platform would take the app's headers along to any host.
        connection.instanceFollowRedirects = false
        if (redirects.isServer(connection.url)) {
            for ((name, value) in options.headers) connection.setRequestProperty(name, value)
        }
        // Ranges count the bytes of the file, not those of a compressed form.
        connection.setRequestProperty("Accept-Encoding", "identity")
        if (offset > 0) connection.setRequestProperty("Range", "bytes=$offset-")
        return connection.responseCode
    }

    private fun receive(connection: HttpURLConnection, file: RemoteFile, part: PartFile, done: Long): Break? {
        val buffer = ByteArray(BUFFER_BYTES)
        while (true) {
            stopIfCancelled()
            val read = try {
                connection.inputStream.read(buffer)
            } catch (error: IOException) {
                return Break(error.toString(), cause = error)
            }
            if (read < 0) break
            part.append(buffer, read)
            tell(done + part.count)
        }
        val isWhole = part.count == file.bytes
        return if (isWhole) null else Break("it ends after ${part.count} of ${file.bytes} bytes")
    }

    private companion object {
        /** Of one file without a byte more. */
        const val ATTEMPTS = 4
        const val REPORT_NANOS = 100_000_000L
        const val RANGE_NOT_SATISFIABLE = 416
        val WORTH_ASKING_AGAIN = setOf(408, RANGE_NOT_SATISFIABLE, 429)
        /** Of no more digits than a Long holds. */
        val FIRST_NUMBER = Regex("\\d{1,18}")
        /** Two at a time would write into the same files. */
        val turn = ReentrantLock()
        const val TURN_MILLIS = 100L
    }
}
