/** A part of Android that the example app needs, for compiling without it. */
package android.content;

import android.content.res.AssetManager;
import java.io.File;

public abstract class Context {
    public AssetManager getAssets() { return null; }
    public File getFilesDir() { return null; }
    public File getCodeCacheDir() { return null; }
}
