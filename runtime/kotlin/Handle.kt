/** A native object that several threads use and one frees. */
package snapc.runtime

import java.util.concurrent.locks.ReentrantReadWriteLock
import kotlin.concurrent.read
import kotlin.concurrent.write

internal class Handle(private var address: Long, private val free: (Long) -> Unit) {
    private val lock = ReentrantReadWriteLock()

    fun <Result> use(call: (Long) -> Result): Result = lock.read {
        check(address != 0L) { "it is closed" }
        call(address)
    }

    /** Waits for the calls under way; does nothing a second time. */
    fun close() = lock.write {
        if (address != 0L) free(address)
        address = 0
    }
}
