#include "usecase/export/export_choice.hpp"

#include "base/text.hpp"
#include "view/pipelines.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <set>

namespace flowsync::usecase {

namespace {

using exporter::Pipeline;

constexpr int k_most_questions = 3;

std::vector<Pipeline> numbered(const std::vector<Pipeline>& pipelines, const std::vector<std::size_t>& numbers)
{
  const std::set<std::size_t> wanted(numbers.begin(), numbers.end());
  std::vector<Pipeline> chosen;
  for (const auto& pipeline : pipelines) {
    if (wanted.contains(pipeline.number)) {
      chosen.push_back(pipeline);
    }
  }
  return chosen;
}

std::vector<Pipeline> by_number(const std::vector<Pipeline>& pipelines, const std::vector<std::size_t>& numbers)
{
  for (const auto number : numbers) {
    if (number < 1 || number > pipelines.size()) {
      throw Fatal(fmt::format("there is no pipeline {}; there are {}", number, pipelines.size()), ExitCode::error,
                  "leave out --pipeline to see the table");
    }
  }
  return numbered(pipelines, numbers);
}

std::vector<Pipeline> by_sink(const std::vector<Pipeline>& pipelines, const std::vector<std::int64_t>& sinks)
{
  std::vector<Pipeline> chosen;
  for (const auto& pipeline : pipelines) {
    if (pipeline.sink != nullptr && std::find(sinks.begin(), sinks.end(), pipeline.sink->id) != sinks.end()) {
      chosen.push_back(pipeline);
    }
  }
  for (const auto id : sinks) {
    if (std::none_of(chosen.begin(), chosen.end(), [&](const Pipeline& one) { return one.sink->id == id; })) {
      throw Fatal(fmt::format("no pipeline of this source ends in sink {}", id), ExitCode::error,
                  "leave out --sink to see the table");
    }
  }
  return chosen;
}

} // namespace

std::optional<std::vector<std::size_t>> parse_choice(std::string_view answer, std::size_t most)
{
  std::string words(trim(answer));
  std::replace(words.begin(), words.end(), ',', ' ');
  std::vector<std::size_t> numbers;
  if (lower(words) == "all") {
    for (std::size_t number = 1; number <= most; ++number) {
      numbers.push_back(number);
    }
    return numbers;
  }
  for (const auto word : split(words, ' ')) {
    if (word.empty()) {
      continue;
    }
    std::size_t number = 0;
    const auto read = std::from_chars(word.data(), word.data() + word.size(), number);
    if (read.ec != std::errc{} || read.ptr != word.data() + word.size() || number < 1 || number > most) {
      return std::nullopt;
    }
    numbers.push_back(number);
  }
  return numbers.empty() ? std::nullopt : std::optional(numbers);
}

std::optional<std::vector<Pipeline>> choose_pipelines(const std::vector<Pipeline>& pipelines,
                                                      const ExportOptions& options, CommandContext& context)
{
  if (options.all || options.all_sources) {
    return pipelines;
  }
  if (!options.pipelines.empty()) {
    return by_number(pipelines, options.pipelines);
  }
  if (!options.sinks.empty()) {
    return by_sink(pipelines, options.sinks);
  }
  auto question = view::pipelines_text(pipelines, context.console.err_paint());
  for (int asked = 0; asked < k_most_questions; ++asked) {
    const auto answer = context.console.ask(question + "Which? One number, several like 1,3, or all: ");
    if (!answer) {
      return std::nullopt;
    }
    if (const auto numbers = parse_choice(*answer, pipelines.size())) {
      return numbered(pipelines, *numbers);
    }
    question = fmt::format("Please answer with numbers from 1 to {}.\n", pipelines.size());
  }
  return std::nullopt;
}

} // namespace flowsync::usecase
