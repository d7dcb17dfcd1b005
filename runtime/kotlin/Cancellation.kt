/** Asks loads and runs on other threads to stop. */
package snapc.runtime

import java.util.concurrent.CancellationException

/**
 * NNAPI cannot stop an execution midway: a cancelled run ends with the execution under way, and throws a
 * [CancellationException].
 */
class Cancellation {
    private val lock = Any()
    private val running = HashSet<Long>()
    private var cancelled = false

    val isCancelled: Boolean
        get() = synchronized(lock) { cancelled }

    fun cancel() = synchronized(lock) {
        cancelled = true
        running.forEach { NativeModel.cancel(it) }
    }

    /** Native flags live as long as the calls that look at them. */
    internal fun <Result> during(call: (Long) -> Result): Result {
        val flag = synchronized(lock) {
            if (cancelled) throw CancellationException("cancelled")
            NativeModel.newCancellation().also { running.add(it) }
        }
        try {
            return call(flag)
        } finally {
            synchronized(lock) {
                running.remove(flag)
                NativeModel.freeCancellation(flag)
            }
        }
    }
}

/** Calls that block notice an interrupted thread before they begin, as `runInterruptible` of coroutines expects. */
internal fun <Result> cancellable(cancellation: Cancellation?, call: (Long) -> Result): Result {
    if (Thread.interrupted()) throw InterruptedException()
    try {
        return if (cancellation == null) call(0) else cancellation.during(call)
    } catch (error: SnapcException) {
        if (error.kind == ErrorKind.CANCELLED) throw CancellationException(error.message)
        throw error
    }
}
