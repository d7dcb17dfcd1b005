/** What the example app needs of Android, for compiling without it. */
package android;

public final class R {
    public static final class attr {
        public static final int progressBarStyleHorizontal = 0;
    }
}
