#include "desired/script.hpp"

#include "base/base64.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "model/number_text.hpp"
#include "spec/script_bytes.hpp"
#include "spec/work_tree.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace flowsync::desired {

namespace {

namespace fs = std::filesystem;

constexpr int k_deepest_json = 100;
const std::vector<std::string> k_languages{"python", "python3", "javascript"};

} // namespace

std::optional<nlohmann::json> parse_json_file(const std::string& text, std::string& problem)
{
  using Event = nlohmann::json::parse_event_t;
  std::vector<std::set<std::string>> keys;
  const auto watch = [&](int depth, Event event, nlohmann::json& parsed) {
    if (depth > k_deepest_json) {
      problem = fmt::format("nests deeper than {} levels", k_deepest_json);
      return false;
    }
    if (event == Event::object_start) {
      keys.emplace_back();
    } else if (event == Event::object_end) {
      keys.pop_back();
    } else if (event == Event::key && !keys.back().insert(parsed.get<std::string>()).second && problem.empty()) {
      problem = fmt::format("holds the key \"{}\" twice in one object", parsed.get<std::string>());
    }
    return true;
  };
  try {
    const auto checked = nlohmann::json::parse(text, watch);
    return problem.empty() && !checked.is_discarded() ? std::optional(read_json_with_numbers(text)) : std::nullopt;
  } catch (const nlohmann::json::parse_error& error) {
    const auto before = std::string_view(text).substr(0, std::min(error.byte, text.size()));
    if (problem.empty()) {
      problem = fmt::format("is not valid JSON (line {})", 1 + std::count(before.begin(), before.end(), '\n'));
    }
    return std::nullopt;
  }
}

namespace {

std::optional<std::string> language_of(const Node& node, const Node& file, const SourceFiles& files,
                                       Diagnostics& diagnostics)
{
  const auto* const type = node.get("type");
  if (type == nullptr) {
    diagnostics.error("missing-key", "a transform from a file needs `type`", files.locate(file.at),
                      fmt::format("add `type: python` beside `file`; there are {}", join_words(k_languages)));
    return std::nullopt;
  }
  if (std::find(k_languages.begin(), k_languages.end(), type->text()) != k_languages.end()) {
    return type->text();
  }
  const auto meant = nearest(type->text(), k_languages);
  diagnostics.error("bad-value", fmt::format("`{}` is not a language of transforms", type->text()),
                    files.locate(type->at, type->text()),
                    meant ? fmt::format("did you mean `{}`?", *meant)
                          : fmt::format("there are {}", join_words(k_languages)));
  return std::nullopt;
}

} // namespace

std::optional<std::string> read_script(const Node& name, const fs::path& root, const SourceFiles& files,
                                       Diagnostics& diagnostics)
{
  const auto fail = [&](const FileProblem& problem) {
    diagnostics.error(problem.code, fmt::format("`{}` {}", name.text(), problem.what),
                      files.locate(name.at, name.text()), problem.hint);
    return std::nullopt;
  };
  const auto tree = files.tree(name.at.file);
  const auto& document = files.path(name.at.file);
  auto text = tree ? tree->read_beside(document, name.text(), k_largest_script)
                   : spec::WorkTree(root).read_beside(document, name.text(), k_largest_script);
  if (!text) {
    return fail(text.error());
  }
  if (!is_utf8(*text) || text->find('\0') != std::string::npos) {
    return fail({"not-utf8", "is not UTF-8 text", "save the file as UTF-8"});
  }
  if (trim(*text).empty()) {
    return fail({"empty-file", "is empty", ""});
  }
  if (const auto foreign = spec::find_foreign(*text)) {
    const auto path = (fs::path(document).parent_path() / name.text()).lexically_normal().generic_string();
    const auto lines = split(*text, '\n');
    auto& problem = diagnostics.error(foreign->code, fmt::format("`{}` {}", name.text(), foreign->what),
                                      {path, foreign->line, 1, foreign->length,
                                       std::string(trim(lines.at(static_cast<std::size_t>(foreign->line) - 1)))},
                                      foreign->hint);
    problem.related.push_back({"it is named here", files.locate(name.at, name.text())});
    return std::nullopt;
  }
  return spec::plain_text(std::move(*text));
}

nlohmann::json custom_operation(std::string_view language, std::string_view script)
{
  return {{"operation", "nexla.custom"},
          {"spec", {{"language", language}, {"encoding", "base64"}, {"script", encode_base64(script)}}}};
}

std::optional<nlohmann::json> transform_from_file(const Node& node, const fs::path& root, const SourceFiles& files,
                                                  Diagnostics& diagnostics)
{
  const auto& file = *node.get("file");
  const bool is_json = fs::path(file.text()).extension() == ".json";
  const auto language = is_json ? std::optional<std::string>("") : language_of(node, file, files, diagnostics);
  const auto text = read_script(file, root, files, diagnostics);
  if (!language || !text) {
    return std::nullopt;
  }
  if (is_json) {
    std::string problem;
    auto json = parse_json_file(*text, problem);
    if (json && !json->is_object()) {
      problem = "must hold one JSON object, the transform";
      json.reset();
    }
    if (!json) {
      diagnostics.error("bad-file", fmt::format("`{}` {}", file.text(), problem), files.locate(file.at, file.text()));
    }
    return json;
  }
  return nlohmann::json{{"version", 1},
                        {"data_maps", nlohmann::json::array()},
                        {"transforms", nlohmann::json::array({custom_operation(*language, *text)})}};
}

} // namespace flowsync::desired
