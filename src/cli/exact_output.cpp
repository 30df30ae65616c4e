#include "cli/exact_output.hpp"

namespace flowsync::cli {

void print_exactly(const CommandContext& context, const std::string& text)
{
  const auto& around = context.around;
  const bool in_ci = !around.variable("CI").value_or("").empty() || around.variable("TF_BUILD").has_value();
  if (in_ci && !around.out_is_file) {
    context.console.result(text);
  } else {
    context.console.exactly(text);
  }
}

} // namespace flowsync::cli
