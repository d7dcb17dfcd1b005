/** What an app does with an emitted pipeline, on a JVM: `Main.kt FOLDER SCENARIO EXPECTED` ends without an exception. */
package snapc.pictures

import java.io.File
import java.nio.ByteBuffer
import java.util.concurrent.CancellationException
import kotlin.concurrent.thread

internal inline fun <reified Fault : Throwable> expectFault(call: () -> Unit): Fault {
    try {
        call()
    } catch (fault: Throwable) {
        if (fault is Fault) return fault
        throw fault
    }
    throw AssertionError("nothing was thrown")
}

internal fun bytesOf(picture: Picture): List<Int> =
    List(picture.pixels.capacity()) { picture.pixels.get(it).toInt() and 255 }

internal val USUAL = Request("a red circle", steps = 4, seed = 7)

private fun draws(folder: File, expected: List<Int>) {
    for (memory in MemoryMode.values()) {
        val parts = LinkedHashSet<PartName>()
        Pipeline.load(folder, memory = memory, progress = { part, _, done, total ->
            check(done <= total)
            parts.add(part)
        }).use { pipeline ->
            val drawn = pipeline.generate(USUAL)
            check(drawn.width == Pipeline.WIDTH && drawn.height == Pipeline.HEIGHT)
            check(drawn.seed == 7L && drawn.steps == 4 && drawn.guidance == Pipeline.USUAL_GUIDANCE)
            check(drawn.milliseconds.steps.size == 4 && drawn.droppedTokens == 0)
            val found = bytesOf(drawn)
            val difference = found.indices.map { Math.abs(found[it] - expected[it]) }.sum()
            check(found.size == expected.size && difference < found.size / 20) { "$difference of ${found.size}" }
            val several = List(2) { thread { check(bytesOf(pipeline.generate(USUAL)) == found) } }
            several.forEach { it.join() }
        }
        check(PartName.TEXT_ENCODER in parts && PartName.UNET in parts && PartName.DECODER in parts)
    }
}

private fun tells(pipeline: Pipeline) {
    val reports = ArrayList<StepReport>()
    val previews = ArrayList<Picture>()
    pipeline.generate(Request("a red circle", steps = 3, preview = Preview.FAST, onStep = {
        check(it.latents.capacity() == 4 * 8 * 8 && it.latents.get(0).isFinite())
        reports.add(it)
        previews.add(it.preview!!)
    }))
    check(reports.map { it.step } == listOf(1, 2, 3) && reports.all { it.steps == 3 })
    check(previews.all { it.width == 8 && it.height == 8 && it.pixels.limit() == 256 })
    check(bytesOf(previews[0]) != bytesOf(previews[2]))
    var decoded = 0
    pipeline.generate(Request("x", steps = 1, preview = Preview.DECODED, onStep = { decoded = it.preview!!.width }))
    check(decoded == Pipeline.WIDTH)
    val image = pipeline.generate(USUAL)
    val over = pipeline.generate(Request("a cle", steps = 4, seed = 7, image = image, strength = 0.5))
    check(over.milliseconds.steps.size == 2 && bytesOf(over) != bytesOf(image))
    check(Pipeline.SIZES.map { it.width to it.height } == listOf(16 to 16, 24 to 16))
    val wide = pipeline.generate(Request("x", steps = 2, width = 24))
    check(wide.width == 24 && wide.height == 16 && bytesOf(wide).size == 4 * 24 * 16)
    check(pipeline.generate(Request("x", steps = 2, image = wide)).width == 24)
}

private fun texts(pipeline: Pipeline) {
    val texts = listOf("", "\uD83D\uDE42\uD83D\uDE42", "\uD800", "a\uDC00b", "\u0000", "a ".repeat(20_000))
    for (text in texts) pipeline.generate(Request(text, steps = 1, negativePrompt = text))
    fun pixels(text: String) = bytesOf(pipeline.generate(Request(text, steps = 1, seed = 1)))
    check(pixels("\uD800") == pixels("\uFFFD"))
    val long = expectFault<SnapcException> { pipeline.generate(Request("x".repeat(10_000_000))) }
    check(long.kind == ErrorKind.ARGUMENT && "10000000 characters" in long.message!!)
}

private fun refuses(pipeline: Pipeline, folder: File) {
    val faults = expectFault<SnapcException> {
        pipeline.generate(Request("", steps = 1_000_000_000, guidance = Double.NaN, seed = -1, strength = 2.0, width = 8))
    }
    check(faults.kind == ErrorKind.ARGUMENT)
    for (word in listOf("steps is 1000000000", "guidance is NaN", "seed is -1", "strength is 2", "the size is 8xany; it can be 16x16, 24x16")) {
        check(word in faults.message!!) { "$word is not told" }
    }
    check("steps is 0; it can be 1 to 50" == expectFault<SnapcException> {
        pipeline.generate(Request("", steps = 0))
    }.message)
    val heap = Picture(Pipeline.WIDTH, Pipeline.HEIGHT, ByteBuffer.allocate(4 * Pipeline.WIDTH * Pipeline.HEIGHT))
    check("not direct" in expectFault<SnapcException> { pipeline.generate(Request("", image = heap)) }.message!!)
    val small = Picture(1, -1, ByteBuffer.allocateDirect(4))
    check("the image needs four bytes" in expectFault<SnapcException> {
        pipeline.generate(Request("", image = small))
    }.message!!)
    val nowhere = File("Gewichte für \uD83C\uDFA8")
    val missing = expectFault<SnapcException> { Pipeline.load(nowhere) }
    check(missing.kind == ErrorKind.FILE && "Gewichte für \uD83C\uDFA8/tokenizer.bin" in missing.message!!)
    val device = expectFault<SnapcException> { Pipeline.load(folder, Options(devices = listOf("é"))) }
    check(device.kind == ErrorKind.DEVICE && "no device \"é\"" in device.message!!)
    check("mine" == expectFault<IllegalArgumentException> {
        Pipeline.load(folder, progress = { _, _, _, _ -> throw IllegalArgumentException("mine") })
    }.message)
    check(Device.all().any { it.isReference })
}

private fun cancels(pipeline: Pipeline, folder: File) {
    val cancellation = Cancellation()
    var last = 0
    expectFault<CancellationException> {
        pipeline.generate(Request("", steps = 50, onStep = {
            last = it.step
            if (last == 2) cancellation.cancel()
        }), cancellation)
    }
    check(last == 2)
    expectFault<CancellationException> { pipeline.generate(USUAL, cancellation) }
    expectFault<CancellationException> { Pipeline.load(folder, cancellation = cancellation) }
    check("mine" == expectFault<IllegalArgumentException> {
        pipeline.generate(Request("", onStep = { throw IllegalArgumentException("mine") }))
    }.message)
    Thread.currentThread().interrupt()
    expectFault<InterruptedException> { pipeline.generate(USUAL) }
    pipeline.generate(USUAL)
    pipeline.close()
    pipeline.close()
    expectFault<IllegalStateException> { pipeline.generate(USUAL) }
}

fun main(arguments: Array<String>) {
    val folder = File(arguments[0])
    when (arguments[1]) {
        "downloads" -> downloads(folder)
        "draws" -> draws(folder, File(arguments[2]).readBytes().map { it.toInt() and 255 })
        "tells" -> Pipeline.load(folder).use { tells(it) }
        "texts" -> Pipeline.load(folder).use { texts(it) }
        "refuses" -> Pipeline.load(folder).use { refuses(it, folder) }
        "cancels" -> Pipeline.load(folder).use { cancels(it, folder) }
        else -> throw AssertionError("no such scenario")
    }
}
