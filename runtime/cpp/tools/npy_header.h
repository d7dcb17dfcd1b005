/// The header of NumPy's files: a dictionary in Python's notation.

#ifndef SNAPC_NPY_HEADER_H
#define SNAPC_NPY_HEADER_H

#include <string>

#include "npy.h"

namespace snapc {

/// Fills type and shape. Throws Error, with `name` for people.
void parseNpyHeader(const std::string& text, const std::string& name, Array& array);

/// With magic number and padding.
std::string npyHeader(const Array& array);

}  // namespace snapc

#endif
