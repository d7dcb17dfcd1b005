/** Runs a model again and again without copies: a denoising loop. */
package snapc.runtime

import java.io.Closeable
import java.nio.ByteBuffer
import java.nio.ByteOrder

/** Its buffers must not be touched once it is closed. Belongs to one thread at a time. */
class Loop internal constructor(address: Long) : Closeable {
    private val handle = Handle(address) { NativeModel.freeLoop(it) }

    /** What the next step reads: the app writes here. Ask again after each step. */
    fun input(index: Int): ByteBuffer =
        handle.use { NativeModel.loopInput(it, index).order(ByteOrder.nativeOrder()) }

    /** What the last step wrote; valid until the step after the next one begins. */
    fun output(index: Int): ByteBuffer =
        handle.use { NativeModel.loopOutput(it, index).asReadOnlyBuffer().order(ByteOrder.nativeOrder()) }

    /** Blocks until the outputs are written. */
    fun step(cancellation: Cancellation? = null) = handle.use { loop ->
        cancellable(cancellation) { flag -> NativeModel.step(loop, flag) }
    }

    override fun close() = handle.close()
}
