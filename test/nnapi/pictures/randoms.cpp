/// Random numbers and elementary functions, to the bit.

#include "elementary.h"
#include "mersenne.h"
#include "normal.h"
#include "philox.h"
#include "vectors.h"

namespace {

void checkPhilox(const Fields& fields) {
  const auto word = [&](std::size_t at) { return static_cast<std::uint32_t>(whole(fields.at(at))); };
  const snapc::PhiloxWords words =
      snapc::philox({word(0), word(1), word(2), word(3)}, {word(4), word(5)});
  for (std::size_t at = 0; at < 4; ++at) expect(words.at(at) == word(6 + at), "philox");
}

void checkMersenne(const Fields& fields) {
  snapc::Mersenne generator(static_cast<std::uint32_t>(whole(fields.at(0))));
  for (std::uint64_t before = whole(fields.at(1)); before > 0; --before) generator.word();
  for (std::size_t at = 2; at < fields.size(); ++at) expect(generator.word() == whole(fields[at]), "mersenne");
}

void checkElementary(const Fields& fields) {
  const std::string& name = fields.at(0);
  const double argument = real(fields.at(1));
  double found = 0;
  if (name == "logarithm") found = snapc::logarithm(argument);
  if (name == "sine") found = snapc::sineCosine(argument).sine;
  if (name == "cosine") found = snapc::sineCosine(argument).cosine;
  if (name == "inverse") found = snapc::inverseNormal(argument);
  expectSame(found, real(fields.at(2)), name);
}

}  // namespace

void checkRandoms(const std::string& folder) {
  for (const Fields& fields : readVectors(folder, "philox.txt")) checkPhilox(fields);
  for (const Fields& fields : readVectors(folder, "mersenne.txt")) checkMersenne(fields);
  for (const Fields& fields : readVectors(folder, "elementary.txt")) checkElementary(fields);
  for (const Fields& fields : readVectors(folder, "normals.txt")) {
    const Floats expected = singles(fields, 2);
    const auto stream = static_cast<std::uint32_t>(whole(fields.at(1)));
    expectSame(snapc::normals(whole(fields.at(0)), stream, expected.size()), expected, "normals");
  }
  for (const Fields& fields : readVectors(folder, "torch.txt")) {
    const Floats expected = singles(fields, 1);
    snapc::Mersenne generator(static_cast<std::uint32_t>(whole(fields.at(0))));
    expectSame(snapc::torchNormals(generator, expected.size()), expected, "torch");
  }
}
