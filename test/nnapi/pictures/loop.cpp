/// The loop's arithmetic over the tables of all schedulers, to the bit.

#include <limits>
#include <optional>

#include "update.h"
#include "vectors.h"

namespace {

/// What the lines of a run have said so far.
class Run {
 public:
  Run(const Fields& fields, const Fields& noise)
      : clip_(fields.at(1) == "-" ? std::numeric_limits<double>::infinity() : real(fields.at(1))),
        latents_(snapc::scaled(singles(noise, 1), single(fields.at(2)))) {}

  void step(const Fields& fields) {
    const Floats row = singles(fields, 1);
    step_ = {row.at(0), row.at(1), row.at(2), row.at(3), row.at(4), row.at(5),
             row.at(6), row.at(7), row.at(8), row.at(9), row.at(10)};
  }
  void output(const Fields& fields) { output_ = singles(fields, 1); }
  void fresh(const Fields& fields) {
    fresh_.reset();
    if (fields.at(1) != "-") fresh_ = singles(fields, 1);
  }
  void denoised(const Fields& fields) {
    denoised_ = snapc::denoise(latents_, output_, step_, clip_);
    expectSame(denoised_, singles(fields, 1), "denoised");
  }
  void latents(const Fields& fields) {
    latents_ = snapc::advance(step_, latents_, output_, denoised_, earlier_ ? &*earlier_ : nullptr,
                              fresh_ ? &*fresh_ : nullptr);
    earlier_ = denoised_;
    expectSame(latents_, singles(fields, 1), "latents");
  }

 private:
  double clip_;
  Floats latents_;
  snapc::Step step_{};
  Floats output_;
  Floats denoised_;
  std::optional<Floats> earlier_;
  std::optional<Floats> fresh_;
};

}  // namespace

void checkLoop(const std::string& folder) {
  std::optional<Run> run;
  const std::vector<Fields> lines = readVectors(folder, "loop.txt");
  for (std::size_t at = 0; at < lines.size(); ++at) {
    const Fields& fields = lines[at];
    const std::string& name = fields.at(0);
    if (name == "run") run.emplace(fields, lines.at(++at));
    if (name == "step") run.value().step(fields);
    if (name == "output") run.value().output(fields);
    if (name == "fresh") run.value().fresh(fields);
    if (name == "denoised") run.value().denoised(fields);
    if (name == "latents") run.value().latents(fields);
  }
  for (const Fields& fields : readVectors(folder, "guided.txt")) {
    const Floats row = singles(fields, 0);
    expectSame(snapc::guided({row.at(1)}, {row.at(2)}, row.at(0)), {row.at(3)}, "guided");
  }
}
