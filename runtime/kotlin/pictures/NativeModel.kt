/** The native library's functions, which it registers under these names. */
package snapc.runtime

import java.nio.ByteBuffer
import java.nio.ByteOrder

/** Called by the native library while a part loads. */
internal class NativePartProgress(private val progress: PartProgress) {
    fun report(part: Int, phase: Int, done: Long, total: Long) =
        progress(PartName.values()[part], LoadPhase.values()[phase], done, total)
}

/** Called by the native library while a part loads. */
internal class NativeWarnings(private val onWarning: (String) -> Unit) {
    fun warn(message: ByteArray) = onWarning(String(message, Charsets.UTF_8))
}

/** Called by the native library after each step; the buffers are its own. */
internal class NativeSteps(private val onStep: (StepReport) -> Unit) {
    fun report(step: Int, steps: Int, latents: ByteBuffer, milliseconds: Double, preview: ByteBuffer?, width: Int) {
        val numbers = latents.asReadOnlyBuffer().order(ByteOrder.nativeOrder()).asFloatBuffer()
        val picture = preview?.let {
            val pixels = ByteBuffer.allocateDirect(it.capacity())
            pixels.put(it).flip()
            Picture(width, it.capacity() / 4 / width, pixels)
        }
        onStep(StepReport(step, steps, numbers, milliseconds, picture))
    }
}

/** Text is passed as UTF-8: what JNI calls so differs beyond ASCII. */
internal object NativeModel {
    init {
        System.loadLibrary(LIBRARY)
    }

    @JvmStatic external fun load(
        folder: ByteArray,
        devices: Array<ByteArray>,
        cacheFolder: ByteArray,
        /** Fallback, preference, priority, whether to verify, whether to share. */
        choices: IntArray,
        /** Of compilation and execution, in milliseconds. */
        timeouts: LongArray,
        memory: Int,
        progress: NativePartProgress?,
        warnings: NativeWarnings?,
        cancellation: Long
    ): Long

    /** Seed, steps, guidance, dropped tokens, milliseconds of the text encoder, of the decoder, and of each step. */
    @JvmStatic external fun generate(
        pipeline: Long,
        prompt: ByteArray,
        negativePrompt: ByteArray,
        /** Whether it is given, and what: steps, seed, width, height. Preview, random numbers, width and height of the image. */
        numbers: LongArray,
        /** Whether guidance is given, guidance, strength. */
        reals: DoubleArray,
        image: ByteBuffer?,
        pixels: ByteBuffer,
        steps: NativeSteps?,
        cancellation: Long
    ): DoubleArray

    @JvmStatic external fun free(pipeline: Long)

    /** Name, type, version and feature level of each device in turn. */
    @JvmStatic external fun devices(): Array<ByteArray>

    @JvmStatic external fun newCancellation(): Long

    @JvmStatic external fun cancel(cancellation: Long)

    @JvmStatic external fun freeCancellation(cancellation: Long)
}
