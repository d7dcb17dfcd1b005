/** A part of Android that the example app needs, for compiling without it. */
package android.util;

public interface AttributeSet {}
