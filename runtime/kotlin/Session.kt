/** A compiled model of any interface; the generated class gives it names. */
package snapc.runtime

import java.io.Closeable
import java.nio.ByteBuffer

internal class Session private constructor(private val handle: Handle) : Closeable {
    fun run(inputs: List<ByteBuffer>, outputs: List<ByteBuffer>, cancellation: Cancellation?) =
        handle.use { model ->
            cancellable(cancellation) { flag ->
                NativeModel.run(model, inputs.toTypedArray(), outputs.toTypedArray(), flag)
            }
        }

    fun loop(feedback: Map<Int, Int>): Loop = handle.use { model ->
        val pairs = feedback.flatMap { listOf(it.key, it.value) }
        Loop(NativeModel.newLoop(model, pairs.toIntArray()))
    }

    override fun close() = handle.close()

    companion object {
        fun load(weights: Weights, options: Options, progress: Progress?, cancellation: Cancellation?): Session =
            cancellable(cancellation) { flag ->
                val model = NativeModel.load(
                    weights.folder.toByteArray(),
                    weights.descriptors,
                    options.nativeDevices(),
                    options.nativeCacheFolder(),
                    options.nativeChoices(),
                    options.nativeTimeouts(),
                    progress?.let { NativeProgress(it) },
                    options.onWarning?.let { NativeWarnings(it) },
                    flag
                )
                Session(Handle(model) { NativeModel.free(it) })
            }
    }
}
