/** A part of Android that the example app needs, for compiling without it. */
package android.content.res;

import java.io.IOException;
import java.io.InputStream;

public final class AssetManager {
    public String[] list(String path) throws IOException { return null; }
    public InputStream open(String fileName) throws IOException { return null; }
}
