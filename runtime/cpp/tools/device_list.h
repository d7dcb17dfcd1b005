/// Prints the devices of this phone.

#ifndef SNAPC_DEVICE_LIST_H
#define SNAPC_DEVICE_LIST_H

namespace snapc {

/// One on each line of standard output. Throws Error.
void listDevices();

}  // namespace snapc

#endif
