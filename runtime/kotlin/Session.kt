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
                val choices = intArrayOf(
                    options.fallback.ordinal,
                    options.preference.code,
                    options.priority.code,
                    if (options.verifyWeights) 1 else 0,
                    if (options.shareWeights) 1 else 0
                )
                val timeouts = longArrayOf(options.compilationTimeoutMillis, options.executionTimeoutMillis)
                val model = NativeModel.load(
                    weights.folder.toByteArray(),
                    weights.descriptors,
                    options.devices.map { it.toByteArray() }.toTypedArray(),
                    (options.cacheFolder?.path ?: "").toByteArray(),
                    choices,
                    timeouts,
                    progress?.let { NativeProgress(it) },
                    options.onWarning?.let { NativeWarnings(it) },
                    flag
                )
                Session(Handle(model) { NativeModel.free(it) })
            }
    }
}
