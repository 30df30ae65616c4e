#include "usecase/plan/plan_files.hpp"

#include "base/atomic_file.hpp"
#include "base/printable.hpp"
#include "model/parse_json.hpp"
#include "plan/saved_plan.hpp"
#include "usecase/plan/plan_document.hpp"

#include <fmt/format.h>

namespace flowsync::usecase {

std::vector<plan::Plan> read_plan_file(const std::string& file, const CommandContext& context)
{
  const auto text = read_file(working_directory(context) / file);
  if (!text) {
    throw Fatal(fmt::format("there is no file {}", printable(file)), ExitCode::error,
                "plan with --write json=FILE, which is written for plans that fail too");
  }
  if (plan::looks_like_saved_plan(*text)) {
    auto saved = plan::parse_saved_plan(*text);
    if (!saved) {
      throw Fatal(fmt::format("{} {}", printable(file), saved.error().text), ExitCode::error, saved.error().hint);
    }
    return {std::move(saved).value().plan};
  }
  try {
    return decode_plan_document(parse_json(*text, NumberTexts::kept).value);
  } catch (const std::exception&) { // a member that is missing or of another kind
    throw Fatal(fmt::format("{} is neither a saved plan nor what `plan --format json` prints", printable(file)),
                ExitCode::error, "plan with --out FILE or --write json=FILE");
  }
}

} // namespace flowsync::usecase
