/** Decodes latents into pictures on a thread of its own, and tells at each moment what a view should show. */
package snapc.example

import java.io.Closeable
import java.io.File
import java.nio.ByteBuffer
import java.util.Random
import java.util.concurrent.CancellationException
import java.util.concurrent.Executors
import java.util.concurrent.Future
import kotlin.math.roundToInt
import kotlin.math.sqrt
import snapc.vaedecoder.Cancellation
import snapc.vaedecoder.Inputs
import snapc.vaedecoder.LoadPhase
import snapc.vaedecoder.Model
import snapc.vaedecoder.Options
import snapc.vaedecoder.SnapcException

/**
 * One picture is made at a time: a new one cancels the last. It needs no screen, so that it runs on a JVM too.
 *
 * @param weights gives the folder of the weights, and may take its time for it
 * @param changed is called with every new state, on the painter's thread
 */
class Painter(
    private val weights: () -> File,
    private val options: Options,
    private val changed: (PaintingState) -> Unit
) : Closeable {
    private val worker = Executors.newSingleThreadExecutor()
    private var current: Cancellation? = null
    /** Belongs to the worker. */
    private var model: Model? = null

    /** Starts a picture from noise; equal seeds give equal pictures. */
    fun paint(seed: Long): Future<*> {
        cancel()
        val cancellation = Cancellation()
        current = cancellation
        return worker.submit { work(seed, cancellation) }
    }

    fun cancel() {
        current?.cancel()
    }

    /** The model is freed when the picture under way has ended. */
    override fun close() {
        cancel()
        worker.submit { model?.close() }
        worker.shutdown()
    }

    private fun work(seed: Long, cancellation: Cancellation) {
        try {
            val loaded = model ?: load(cancellation).also { model = it }
            changed(PaintingState.Working("Painting", 0.5))
            val inputs = Inputs()
            fillWithNoise(inputs.latent_sample, seed)
            changed(pictureOf(loaded.run(inputs, cancellation = cancellation).sample))
        } catch (stopped: CancellationException) {
            changed(PaintingState.Idle)
        } catch (fault: SnapcException) {
            changed(PaintingState.Failed(fault.message ?: "the model does not run"))
        } catch (fault: java.io.IOException) {
            changed(PaintingState.Failed("The weights cannot be unpacked: ${fault.message}"))
        }
    }

    private fun load(cancellation: Cancellation): Model {
        changed(PaintingState.Working("Unpacking the weights", 0.0))
        val progress = { phase: LoadPhase, done: Long, total: Long ->
            changed(loading(phase, if (total == 0L) 0.0 else done.toDouble() / total))
        }
        return Model.load(weights(), options, progress, cancellation)
    }

    private fun loading(phase: LoadPhase, part: Double): PaintingState = when (phase) {
        LoadPhase.VERIFYING -> PaintingState.Working("Checking the weights", 0.1 + 0.1 * part)
        LoadPhase.BUILDING -> PaintingState.Working("Loading the model", 0.2 + 0.1 * part)
        LoadPhase.COMPILING -> PaintingState.Working("Preparing the model for this phone", 0.4)
    }

    companion object {
        /** Normally distributed numbers that the seed decides. */
        fun fillWithNoise(latents: ByteBuffer, seed: Long) {
            val random = Random(seed)
            for (at in 0 until latents.capacity() step 4) latents.putFloat(at, random.nextGaussian().toFloat())
        }

        /** From a tensor [1, 3, size, size] of numbers from -1 to 1. */
        private fun pictureOf(sample: ByteBuffer): PaintingState.Picture {
            val plane = sample.capacity() / 4 / 3
            val level = { channel: Int, pixel: Int ->
                val value = sample.getFloat(4 * (channel * plane + pixel))
                (value * 127.5f + 127.5f).coerceIn(0f, 255f).roundToInt()
            }
            val colors = IntArray(plane) { pixel ->
                (0xff shl 24) or (level(0, pixel) shl 16) or (level(1, pixel) shl 8) or level(2, pixel)
            }
            return PaintingState.Picture(sqrt(plane.toDouble()).roundToInt(), colors)
        }
    }
}
