/** A part of Android that the example app needs, for compiling without it. */
package android.os;

public final class Bundle {}
