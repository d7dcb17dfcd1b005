/** The native library's functions, which it registers under these names. */
package snapc.runtime

import java.nio.ByteBuffer

/** Called by the native library while it loads. */
internal class NativeProgress(private val progress: Progress) {
    fun report(phase: Int, done: Long, total: Long) = progress(LoadPhase.values()[phase], done, total)
}

/** Called by the native library while it loads. */
internal class NativeWarnings(private val onWarning: (String) -> Unit) {
    fun warn(message: ByteArray) = onWarning(String(message, Charsets.UTF_8))
}

/** Text is passed as UTF-8: what JNI calls so differs beyond ASCII. */
internal object NativeModel {
    init {
        System.loadLibrary(LIBRARY)
    }

    @JvmStatic external fun load(
        /** Empty where `descriptors` counts: a descriptor and an offset for each pool. */
        folder: ByteArray,
        descriptors: LongArray,
        devices: Array<ByteArray>,
        cacheFolder: ByteArray,
        /** Fallback, preference, priority, whether to verify, whether to share. */
        choices: IntArray,
        /** Of compilation and execution, in milliseconds. */
        timeouts: LongArray,
        progress: NativeProgress?,
        warnings: NativeWarnings?,
        cancellation: Long
    ): Long

    @JvmStatic external fun run(
        model: Long,
        inputs: Array<ByteBuffer>,
        outputs: Array<ByteBuffer>,
        cancellation: Long
    )

    @JvmStatic external fun free(model: Long)

    /** Name, type, version and feature level of each device in turn. */
    @JvmStatic external fun devices(): Array<ByteArray>

    @JvmStatic external fun newLoop(model: Long, feedback: IntArray): Long

    @JvmStatic external fun loopInput(loop: Long, index: Int): ByteBuffer

    @JvmStatic external fun loopOutput(loop: Long, index: Int): ByteBuffer

    @JvmStatic external fun step(loop: Long, cancellation: Long)

    @JvmStatic external fun freeLoop(loop: Long)

    @JvmStatic external fun newCancellation(): Long

    @JvmStatic external fun cancel(cancellation: Long)

    @JvmStatic external fun freeCancellation(cancellation: Long)
}
