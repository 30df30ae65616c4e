#pragma once

#include "exporter/pipelines.hpp"
#include "usecase/run/context.hpp"

#include <optional>
#include <vector>

namespace flowsync::usecase {

// The pipelines that the command line or the person at the terminal chooses; nothing when nobody chose. Throws Fatal
// for a number or sink that is not among them.
std::optional<std::vector<exporter::Pipeline>> choose_pipelines(const std::vector<exporter::Pipeline>& pipelines,
                                                                const ExportOptions& options, CommandContext& context);

// The numbers that an answer such as "1,3" or "all" names; nothing when it names none or one that there is not.
std::optional<std::vector<std::size_t>> parse_choice(std::string_view answer, std::size_t most);

} // namespace flowsync::usecase
