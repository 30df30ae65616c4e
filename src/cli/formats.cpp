#include "cli/formats.hpp"

#include "base/fatal.hpp"
#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::cli {

std::string choose_format(const GlobalOptions& options, const std::string& command)
{
  const auto& formats = formats_of(command);
  if (options.format.empty()) {
    return formats.front();
  }
  if (std::find(formats.begin(), formats.end(), options.format) != formats.end()) {
    return options.format;
  }
  const auto guess = nearest(options.format, formats);
  throw Fatal(fmt::format("`flowsync {}` has no format `{}`", command, options.format), ExitCode::error,
              guess ? fmt::format("did you mean `{}`? There is {}", *guess, join_words(formats, "and"))
                    : fmt::format("there is {}", join_words(formats, "and")));
}

} // namespace flowsync::cli
