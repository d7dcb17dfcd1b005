/** Downloads from a server that breaks off, has no ranges, or has other files. */
package snapc.pictures

import com.sun.net.httpserver.HttpExchange
import com.sun.net.httpserver.HttpServer
import java.io.Closeable
import java.io.File
import java.net.InetSocketAddress
import java.net.URL
import java.security.MessageDigest
import java.util.concurrent.CancellationException
import java.util.concurrent.CountDownLatch
import kotlin.concurrent.thread

/** Sends what `bytesOf` gives for a path. */
private class Server(private val bytesOf: (String) -> ByteArray?) : Closeable {
    private val server = HttpServer.create(InetSocketAddress("localhost", 0), 0)
    val url = URL("http://localhost:${server.address.port}/served?key=1")
    /** For a path, where the bytes are instead. */
    var redirect: (String) -> String? = { null }
    /** What came as the header X-Key, in turn. */
    val keys = ArrayList<String?>()
    /** What was asked for: the path and the first byte. */
    val log = ArrayList<String>()
    var hasRanges = true
    /** Said of the first byte of each part instead of its place. */
    var claimed: String? = null
    /** After how many bytes of each answer in turn it breaks off. */
    val breaks = ArrayList<Int>()

    init {
        server.createContext("/") { exchange -> exchange.use { answer(it) } }
        server.start()
    }

    private fun <Result> HttpExchange.use(call: (HttpExchange) -> Result) = try {
        call(this)
    } finally {
        close()
    }

    private fun answer(exchange: HttpExchange) {
        keys.add(exchange.requestHeaders.getFirst("X-Key"))
        check(exchange.requestHeaders.getFirst("Accept-Encoding") == "identity")
        val path = exchange.requestURI.path.removePrefix("/served/")
        val asked = exchange.requestHeaders.getFirst("Range")?.removeSurrounding("bytes=", "-")?.toInt() ?: 0
        log.add("$path $asked")
        redirect(exchange.requestURI.path)?.let {
            exchange.responseHeaders.set("Location", it)
            return exchange.sendResponseHeaders(302, -1)
        }
        check(exchange.requestURI.query == "key=1")
        val bytes = bytesOf(path) ?: return exchange.sendResponseHeaders(404, -1)
        val start = if (hasRanges) asked else 0
        if (start > 0 && start >= bytes.size) return exchange.sendResponseHeaders(416, -1)
        if (start > 0) exchange.responseHeaders.set("Content-Range", "bytes ${claimed ?: start}-${bytes.size - 1}/${bytes.size}")
        exchange.sendResponseHeaders(if (start > 0) 206 else 200, (bytes.size - start).toLong())
        val length = if (breaks.isEmpty()) bytes.size - start else Math.min(breaks.removeAt(0), bytes.size - start)
        exchange.responseBody.write(bytes, start, length)
        exchange.responseBody.flush()
    }

    override fun close() = server.stop(0)
}

private fun remoteFile(path: String, bytes: ByteArray): RemoteFile {
    val digest = MessageDigest.getInstance("SHA-256").digest(bytes)
    return RemoteFile(path, bytes.size.toLong(), digest.joinToString("") { "%02x".format(it) })
}

/** Each gets a server of its own with two files, and an empty folder. */
private class Case(private val folder: File) {
    val compiled = mapOf(
        "a.bin" to ByteArray(300) { it.toByte() },
        "unet/b.bin" to ByteArray(500_000) { (it * 7).toByte() }
    )
    val served = LinkedHashMap<String, ByteArray>(compiled)
    val server = Server { served[it] }
    val files = compiled.map { (path, bytes) -> remoteFile(path, bytes) }

    fun download(
        verify: Boolean = true,
        files: List<RemoteFile> = this.files,
        from: URL = server.url,
        headers: Map<String, String> = emptyMap(),
        cancellation: Cancellation? = null,
        progress: DownloadProgress? = null
    ) = Download(files, from, folder, DownloadOptions(headers, verify = verify), progress, cancellation, 0).run()

    fun at(path: String) = File(folder, path)

    fun checkWhole() {
        for ((path, bytes) in compiled) check(at(path).readBytes().contentEquals(bytes) && !at("$path.part").exists())
    }

    fun checkAsked(vararg asked: String) = check(server.log == asked.toList()) { server.log.toString() }
}

private fun isKept(case: Case) = with(case) {
    val told = ArrayList<Long>()
    download { done, total -> told.add(done).also { check(done <= total && total == 500_300L) } }
    checkWhole()
    check(told == told.sorted() && told.last() == 500_300L)
    at("a.bin").writeBytes(ByteArray(300))
    download(verify = false)
    checkAsked("a.bin 0", "unet/b.bin 0")
    download()
    checkAsked("a.bin 0", "unet/b.bin 0", "a.bin 0")
    checkWhole()
}

private fun goesOn(case: Case) = with(case) {
    server.breaks.addAll(listOf(100, 0, 0, 0))
    val fault = expectFault<SnapcException> { download() }
    check(fault.kind == ErrorKind.DOWNLOAD && fault.message!!.startsWith("a.bin cannot be downloaded"))
    check(at("a.bin.part").length() == 100L)
    server.breaks.addAll(listOf(300, 400_000))
    download()
    checkAsked("a.bin 0", "a.bin 100", "a.bin 100", "a.bin 100", "a.bin 100", "unet/b.bin 0", "unet/b.bin 400000")
    checkWhole()
}

private fun startsOver(case: Case) = with(case) {
    server.hasRanges = false
    server.breaks.addAll(listOf(100))
    download()
    checkAsked("a.bin 0", "a.bin 100", "unet/b.bin 0")
    checkWhole()
}

private fun gives(case: Case) = with(case) {
    server.hasRanges = false
    repeat(9) { server.breaks.add(100) }
    check(expectFault<SnapcException> { download() }.kind == ErrorKind.DOWNLOAD)
    checkAsked("a.bin 0", "a.bin 100", "a.bin 100", "a.bin 100")
}

private fun refusesOtherParts(case: Case) = with(case) {
    for (place in listOf("7", "9".repeat(40))) {
        at("a.bin.part").writeBytes(compiled.getValue("a.bin").copyOf(100))
        server.claimed = place
        val fault = expectFault<SnapcException> { download() }
        check("the server sends byte ${place.take(18)} where 100 is asked for" in fault.message!!)
    }
}

private fun refusesOtherAddresses(case: Case) = with(case) {
    val fault = expectFault<SnapcException> { download(from = URL("file:/served")) }
    check(fault.kind == ErrorKind.ARGUMENT && "file:/served is no address of HTTP" in fault.message!!)
}

/** Another download takes its time. */
private fun cancelsInTurn(case: Case) = with(case) {
    val (begun, end) = List(2) { CountDownLatch(1) }
    val first = thread {
        download { _, _ ->
            begun.countDown()
            end.await()
        }
    }
    begun.await()
    val cancellation = Cancellation()
    cancellation.cancel()
    expectFault<CancellationException> { download(cancellation = cancellation) }
    end.countDown()
    first.join()
    checkWhole()
}

private fun refusesOthers(case: Case) = with(case) {
    served["a.bin"] = ByteArray(300)
    for (other in listOf(ByteArray(300), ByteArray(301))) {
        served["a.bin"] = other
        check(expectFault<SnapcException> { download() }.kind == ErrorKind.WEIGHTS)
        check(!at("a.bin").exists() && !at("a.bin.part").exists())
    }
    served["a.bin"] = ByteArray(299)
    check("the server answers 416" in expectFault<SnapcException> { download() }.message!!)
    served.remove("a.bin")
    server.log.clear()
    check("the server answers 404" in expectFault<SnapcException> { download() }.message!!)
    checkAsked("a.bin 0")
}

private fun forgetsAnOtherRelease(case: Case) = with(case) {
    at("a.bin.part").writeBytes(byteArrayOf(9, 9, 9))
    at("unet").mkdirs()
    at("unet/b.bin.part").writeBytes(ByteArray(500_000))
    download()
    checkAsked("a.bin 3", "a.bin 0", "unet/b.bin 0")
    checkWhole()
}

private fun staysInItsFolder(case: Case) = with(case) {
    for (path in listOf("../a", "/a", "a/../../b", "", ".", "a//b", "a\\b", "a/")) {
        val fault = expectFault<SnapcException> { download(files = listOf(RemoteFile(path, 1, ""))) }
        check(fault.kind == ErrorKind.ARGUMENT && "no place in the folder" in fault.message!!)
    }
    checkAsked()
}

private fun cancels(case: Case) = with(case) {
    val cancellation = Cancellation()
    expectFault<CancellationException> {
        download(cancellation = cancellation) { _, _ -> cancellation.cancel() }
    }
    check(at("a.bin.part").length() > 0 && !at("a.bin").exists())
    Thread.currentThread().interrupt()
    expectFault<InterruptedException> { download() }
    download()
    checkWhole()
}

/** On its own server the app's key goes along; to another one it does not, and the range does. */
private fun keepsKeysFromOthers(case: Case) = with(case) {
    val key = mapOf("X-Key" to "secret")
    Server { served[it] }.use { other ->
        server.redirect = { if ("/moved/" in it) null else "/served/moved/" + it.removePrefix("/served/") + "?key=1" }
        served.putAll(compiled.mapKeys { "moved/${it.key}" })
        server.breaks.add(100)
        download(headers = key)
        check(server.keys == List(6) { "secret" }) { server.keys.toString() }
        check("moved/a.bin 100" in server.log)
        checkWhole()
        at("a.bin").delete()
        at("a.bin.part").writeBytes(compiled.getValue("a.bin").copyOf(50))
        server.redirect = { other.url.toString().replace("served", "served" + it.removePrefix("/served")) }
        download(headers = key)
        check(other.keys == listOf(null) && other.log == listOf("a.bin 50")) { "${other.keys} ${other.log}" }
        checkWhole()
    }
}

private fun followsNothingElse(case: Case) = with(case) {
    val refused = mapOf("file:/etc/hostname" to "a redirect to file, which", "/served/again" to "redirects more than 5 times")
    for ((location, words) in refused) {
        server.redirect = { location }
        val fault = expectFault<SnapcException> { download() }
        check(fault.kind == ErrorKind.DOWNLOAD && words in fault.message!!) { fault.message!! }
    }
    checkAsked("a.bin 0", "a.bin 0", *Array(5) { "again 0" })
}

private fun emptyFolder(home: File): File = File(home, "case").also {
    it.deleteRecursively()
    it.mkdirs()
}

/** The emitted pipeline, from a server that breaks off, draws what it draws from its own folder. */
private fun fetchesThePipeline(emitted: File, folder: File) = Server { File(emitted, it).readBytes() }.use { server ->
    for (file in Pipeline.FILES) server.breaks.addAll(listOf(file.bytes.toInt() / 2, Int.MAX_VALUE))
    var last = 0L
    Pipeline.download(server.url, folder, progress = { done, _ -> last = done })
    check(last == Pipeline.FILES.map { it.bytes }.sum())
    check(server.log.size == 2 * Pipeline.FILES.size) { server.log.toString() }
    fun drawnFrom(place: File) = Pipeline.load(place).use { bytesOf(it.generate(USUAL)) }
    check(drawnFrom(folder) == drawnFrom(emitted))
}

internal fun downloads(emitted: File) {
    val home = createTempDir("snapc-download-")
    try {
        val cases = listOf(
            ::isKept, ::goesOn, ::startsOver, ::gives, ::refusesOthers, ::forgetsAnOtherRelease, ::staysInItsFolder,
            ::cancels, ::refusesOtherParts, ::refusesOtherAddresses, ::cancelsInTurn,
            ::keepsKeysFromOthers, ::followsNothingElse
        )
        for (run in cases) Case(emptyFolder(home)).let { case -> case.server.use { run(case) } }
        fetchesThePipeline(emitted, emptyFolder(home))
    } finally {
        home.deleteRecursively()
    }
}
