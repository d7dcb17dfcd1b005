/** Shows the functions of the API level that is built and hides newer ones, as the library of an
 * older Android does. */

#pragma once

#ifndef SNAPC_NNAPI_API_LEVEL
#define SNAPC_NNAPI_API_LEVEL 31
#endif

#define SNAPC_SHOWN __attribute__((visibility("default")))
#define SNAPC_HIDDEN __attribute__((visibility("hidden")))

#define SNAPC_INTRODUCED_27 SNAPC_SHOWN
#if SNAPC_NNAPI_API_LEVEL >= 28
#define SNAPC_INTRODUCED_28 SNAPC_SHOWN
#else
#define SNAPC_INTRODUCED_28 SNAPC_HIDDEN
#endif
#if SNAPC_NNAPI_API_LEVEL >= 29
#define SNAPC_INTRODUCED_29 SNAPC_SHOWN
#else
#define SNAPC_INTRODUCED_29 SNAPC_HIDDEN
#endif
#if SNAPC_NNAPI_API_LEVEL >= 30
#define SNAPC_INTRODUCED_30 SNAPC_SHOWN
#else
#define SNAPC_INTRODUCED_30 SNAPC_HIDDEN
#endif
#if SNAPC_NNAPI_API_LEVEL >= 31
#define SNAPC_INTRODUCED_31 SNAPC_SHOWN
#else
#define SNAPC_INTRODUCED_31 SNAPC_HIDDEN
#endif

#define __INTRODUCED_IN(level) SNAPC_INTRODUCED_##level

#include <android/NeuralNetworks.h>
