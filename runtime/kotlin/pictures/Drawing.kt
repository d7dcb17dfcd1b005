/** A loaded pipeline of any interface; the generated class gives it sizes. */
package snapc.runtime

import java.io.Closeable
import java.io.File
import java.nio.ByteBuffer

internal class Drawing private constructor(private val handle: Handle) : Closeable {
    fun generate(request: Request, sizes: List<PictureSize>, cancellation: Cancellation?): Generated =
        handle.use { pipeline ->
            cancellable(cancellation) { flag ->
                // Of a size that there is not the library tells.
                val size = sizeOf(request, sizes) ?: sizes.first()
                val (width, height) = size.width to size.height
                val pixels = ByteBuffer.allocateDirect(4 * width * height)
                val told = NativeModel.generate(
                    pipeline,
                    utf8Of(request.prompt),
                    utf8Of(request.negativePrompt),
                    numbersOf(request),
                    doubleArrayOf(
                        if (request.guidance == null) 0.0 else 1.0,
                        request.guidance ?: 0.0,
                        request.strength
                    ),
                    request.image?.pixels,
                    pixels,
                    request.onStep?.let { NativeSteps(it) },
                    flag
                )
                Generated(
                    width,
                    height,
                    pixels,
                    told[0].toLong(),
                    told[1].toInt(),
                    told[2],
                    told[3].toInt(),
                    Milliseconds(told[4], told.drop(6), told[5])
                )
            }
        }

    override fun close() = handle.close()

    companion object {
        fun load(
            folder: File,
            options: Options,
            memory: MemoryMode,
            progress: PartProgress?,
            cancellation: Cancellation?
        ): Drawing = cancellable(cancellation) { flag ->
            val pipeline = NativeModel.load(
                folder.absolutePath.toByteArray(),
                options.nativeDevices(),
                options.nativeCacheFolder(),
                options.nativeChoices(),
                options.nativeTimeouts(),
                memory.ordinal,
                progress?.let { NativePartProgress(it) },
                options.onWarning?.let { NativeWarnings(it) },
                flag
            )
            Drawing(Handle(pipeline) { NativeModel.free(it) })
        }

        /** As the library chooses it. */
        private fun sizeOf(request: Request, sizes: List<PictureSize>): PictureSize? {
            fun fitting(width: Int?, height: Int?) =
                sizes.find { (width ?: it.width) == it.width && (height ?: it.height) == it.height }
            val image = request.image.takeIf { request.width == null && request.height == null }
            return image?.let { fitting(it.width, it.height) } ?: fitting(request.width, request.height)
        }

        private fun numbersOf(request: Request): LongArray {
            val given = listOf(request.steps?.toLong(), request.seed, request.width?.toLong(), request.height?.toLong())
            val pairs = given.flatMap { listOf(if (it == null) 0L else 1L, it ?: 0L) }
            return longArrayOf(
                *pairs.toLongArray(),
                request.preview.ordinal.toLong(),
                request.random.ordinal.toLong(),
                (request.image?.width ?: 0).toLong(),
                (request.image?.height ?: 0).toLong()
            )
        }
    }
}
