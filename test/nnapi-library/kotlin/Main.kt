/** What an app does with the emitted Kotlin, on a JVM: `Main.kt WEIGHTS SCENARIO` ends without an exception. */
package snapc.convadd

import java.io.File
import java.io.FileDescriptor
import java.io.FileInputStream
import java.nio.ByteBuffer
import java.util.concurrent.CancellationException
import kotlin.concurrent.thread

private val SUM = listOf(-2.6875f, 10.21875f, -1.4375f, 9.78125f, -6.15625f, 12.65625f, -2.46875f, 11.84375f)

private fun floats(buffer: ByteBuffer): List<Float> = List(buffer.capacity() / 4) { buffer.getFloat(4 * it) }

private fun fill(buffer: ByteBuffer, value: (Int) -> Float) {
    for (index in 0 until buffer.capacity() / 4) buffer.putFloat(4 * index, value(index))
}

private fun filled(): Inputs {
    val inputs = Inputs()
    fill(inputs.x) { it / 4f }
    fill(inputs.latent_in_2) { it.toFloat() }
    return inputs
}

private inline fun <reified Fault : Throwable> expectFault(call: () -> Unit): Fault {
    try {
        call()
    } catch (fault: Throwable) {
        if (fault is Fault) return fault
        throw fault
    }
    throw AssertionError("nothing was thrown")
}

private fun runs(weights: File) {
    val phases = LinkedHashSet<LoadPhase>()
    Model.load(weights, progress = { phase, done, total ->
        check(done <= total)
        phases.add(phase)
    }).use { model ->
        check(floats(model.run(filled()).sum) == SUM)
        val several = List(3) { thread { check(floats(model.run(filled()).sum) == SUM) } }
        several.forEach { it.join() }
    }
    check(phases.toList() == LoadPhase.values().toList())
}

private fun loops(weights: File) {
    val model = Model.load(weights)
    val loop = model.loop(mapOf(Model.OUTPUT_sum to Model.INPUT_latent_in_2))
    val inputs = filled()
    loop.input(Model.INPUT_x).put(inputs.x)
    loop.input(Model.INPUT_latent_in_2).put(inputs.latent_in_2)
    for (step in 1..3) {
        loop.step()
        val sums = floats(loop.output(Model.OUTPUT_sum))
        check(sums == SUM.mapIndexed { index, sum -> index + step * (sum - index) }) { "step $step: $sums" }
    }
    check(expectFault<SnapcException> { loop.input(7) }.message == "the model has no input 7: it has 2")
    loop.close()
    expectFault<IllegalStateException> { loop.step() }
    model.close()
    model.close()
    expectFault<IllegalStateException> { model.run(filled()) }
}

private fun cancels(weights: File) {
    val cancellation = Cancellation()
    expectFault<CancellationException> {
        Model.load(weights, progress = { _, _, _ -> cancellation.cancel() }, cancellation = cancellation)
    }
    Model.load(weights).use { model ->
        expectFault<CancellationException> { model.run(filled(), cancellation = cancellation) }
        Thread.currentThread().interrupt()
        expectFault<InterruptedException> { model.run(filled()) }
        val stop = Cancellation()
        val loop = model.loop()
        val other = thread { stop.cancel() }
        expectFault<CancellationException> { while (true) loop.step(stop) }
        other.join()
        loop.close()
        check(floats(model.run(filled()).sum) == SUM)
    }
}

private fun refuses(weights: File) {
    val missing = expectFault<SnapcException> { Model.load(File("Gewichte für \uD83C\uDFA8")) }
    check(missing.kind == ErrorKind.FILE && "Gewichte für \uD83C\uDFA8/weights_0.bin" in missing.message!!)
    val device = expectFault<SnapcException> { Model.load(weights, Options(devices = listOf("é"))) }
    check(device.kind == ErrorKind.DEVICE && "no device \"é\"; this phone has: " in device.message!!)
    val cache = expectFault<SnapcException> { Model.load(weights, Options(cacheFolder = File("nowhere"))) }
    check(cache.kind == ErrorKind.CACHE)
    check("mine" == expectFault<IllegalArgumentException> {
        Model.load(weights, progress = { _, _, _ -> throw IllegalArgumentException("mine") })
    }.message)
    Model.load(weights).use { model ->
        val heap = expectFault<SnapcException> { model.run(Inputs(x = ByteBuffer.allocate(64))) }
        check(heap.kind == ErrorKind.ARGUMENT && "not direct" in heap.message!!)
        val small = expectFault<SnapcException> { model.run(Inputs(x = ByteBuffer.allocateDirect(4))) }
        check("the input \"x\" has 4 bytes; 64 are needed" == small.message)
    }
    check(Device.all().any { it.isReference && it.type == "cpu" })
}

/** The device lacks the convolution. */
private fun warns(weights: File) {
    val warnings = ArrayList<String>()
    val devices = listOf("snapc-accelerator")
    Model.load(weights, Options(devices, onWarning = { warnings.add(it) })).close()
    check(warnings.size == 1 && "CONV_2D (operation 0, from \"/down/Conv\")" in warnings[0])
    val refusal = expectFault<SnapcException> { Model.load(weights, Options(devices, Fallback.REFUSE)) }
    check(refusal.kind == ErrorKind.UNSUPPORTED && refusal.operation == 0L && refusal.origin == "\"/down/Conv\"")
}

private fun numberOf(file: FileInputStream): Int {
    val field = FileDescriptor::class.java.getDeclaredField("fd")
    field.isAccessible = true
    return field.getInt(file.fd)
}

private fun descriptors(weights: File) {
    val files = List(2) { FileInputStream(File(weights, "weights_$it.bin")) }
    val pools = files.map { WeightDescriptor(numberOf(it)) }
    val model = Model.load(Weights.fromDescriptors(pools))
    val swapped = expectFault<SnapcException> { Model.load(Weights.fromDescriptors(pools.reversed())) }
    check(swapped.kind == ErrorKind.WEIGHTS)
    files.forEach { it.close() }
    model.use { check(floats(it.run(filled()).sum) == SUM) }
}

fun main(arguments: Array<String>) {
    val weights = File(arguments[0])
    when (arguments[1]) {
        "runs" -> runs(weights)
        "loops" -> loops(weights)
        "cancels" -> cancels(weights)
        "refuses" -> refuses(weights)
        "warns" -> warns(weights)
        "descriptors" -> descriptors(weights)
        else -> throw AssertionError("no such scenario")
    }
}
