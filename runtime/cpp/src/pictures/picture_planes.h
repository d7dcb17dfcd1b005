/// Pictures as what models take and give instead: planes of red, green and blue from -1 to 1.

#ifndef SNAPC_PICTURES_PICTURE_PLANES_H
#define SNAPC_PICTURES_PICTURE_PLANES_H

#include <vector>

#include "snapc/pictures/description.h"
#include "snapc/pictures/picture.h"

namespace snapc {

Picture toPicture(const std::vector<float>& planes, std::uint32_t width, std::uint32_t height);

std::vector<float> toPlanes(const Picture& picture);

/// One pixel for each latent, by the pipeline's linear map.
Picture linearPreview(const std::vector<float>& latents, const PipelineDescription& description);

}  // namespace snapc

#endif
