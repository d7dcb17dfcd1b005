/** Where a server sends a request on to, and for whom the headers of an app are. */
package snapc.runtime

import java.net.HttpURLConnection
import java.net.MalformedURLException
import java.net.URL

internal class Redirects(private val served: URL) {
    /** What an app sends, such as a key, is for the server that it has named and for nobody that this one names. */
    fun isServer(address: URL): Boolean =
        address.protocol == served.protocol && address.host.equals(served.host, true) && portOf(address) == portOf(served)

    /**
     * The next address for an answer; null where it is no redirect. What cannot be followed throws: other protocols
     * than HTTP's, and those without TLS for one with it.
     */
    fun next(connection: HttpURLConnection, status: Int): URL? {
        if (status !in STATUSES) return null
        val location = connection.getHeaderField("Location") ?: throw MalformedURLException("a redirect without an address")
        val next = URL(connection.url, location)
        val isSafe = next.protocol == "https" || next.protocol == "http" && connection.url.protocol == "http"
        if (!isSafe) throw MalformedURLException("a redirect to ${next.protocol}, which is not followed")
        return next
    }

    private fun portOf(address: URL): Int = if (address.port < 0) address.defaultPort else address.port

    companion object {
        const val MOST = 5
        private val STATUSES = setOf(301, 302, 303, 307, 308)
    }
}
