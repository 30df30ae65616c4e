#include "desired/script.hpp"

#include "base/base64.hpp"
#include "base/file_descriptor.hpp"
#include "base/text.hpp"

#include <fmt/format.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <set>

namespace flowsync::desired {

namespace {

namespace fs = std::filesystem;

constexpr int k_deepest_json = 100;
const std::vector<std::string> k_languages{"python", "python3", "javascript"};

class Reader
{
public:
  Reader(const Node& name, const SourceFiles& files, Diagnostics& diagnostics)
      : m_name(name),
        m_files(files),
        m_diagnostics(diagnostics)
  {
  }

  std::optional<std::string> read(const fs::path& root)
  {
    const fs::path written(m_name.text());
    if (written.is_absolute()) {
      return fail("outside-project", "is an absolute path", "write it relative to this file");
    }
    std::error_code error;
    const auto folder = (root / m_files.path(m_name.at.file)).parent_path();
    const auto path = fs::canonical(folder / written, error);
    if (error == std::errc::no_such_file_or_directory) {
      const auto expected = (folder / written).lexically_normal().lexically_relative(root.lexically_normal());
      return fail("no-such-file", "does not exist", fmt::format("it would be {}", expected.generic_string()));
    }
    if (error) {
      return fail("unreadable-file", fmt::format("cannot be read: {}", error.message()), "");
    }
    const auto inside = path.lexically_relative(fs::canonical(root));
    if (inside.empty() || *inside.begin() == "..") {
      return fail("outside-project", "is not inside the project", "symbolic links are followed before this is checked");
    }
    return read_whole(path);
  }

private:
  std::optional<std::string> read_whole(const fs::path& path)
  {
    // Without O_NONBLOCK opening a named pipe would wait for a writer.
    const FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
    struct stat status
    {
    };
    if (!file.valid() || ::fstat(file.get(), &status) != 0) {
      return fail("unreadable-file", fmt::format("cannot be read: {}", std::strerror(errno)), "");
    }
    if (!S_ISREG(status.st_mode)) {
      return fail("unreadable-file", "is no regular file", "");
    }
    std::string text(k_largest_script + 1, '\0');
    std::size_t size = 0;
    while (size < text.size()) {
      const auto got = ::read(file.get(), text.data() + size, text.size() - size);
      if (got < 0 && errno == EINTR) {
        continue;
      }
      if (got < 0) {
        return fail("unreadable-file", fmt::format("cannot be read: {}", std::strerror(errno)), "");
      }
      if (got == 0) {
        break;
      }
      size += static_cast<std::size_t>(got);
    }
    if (size > k_largest_script) {
      return fail("file-too-large", fmt::format("is larger than {} MB", k_largest_script >> 20U), "");
    }
    text.resize(size);
    if (!is_utf8(text) || text.find('\0') != std::string::npos) {
      return fail("not-utf8", "is not UTF-8 text", "save the file as UTF-8");
    }
    if (trim(text).empty()) {
      return fail("empty-file", "is empty", "");
    }
    return text;
  }

  std::nullopt_t fail(const char* code, const std::string& what, std::string hint)
  {
    m_diagnostics.error(code, fmt::format("`{}` {}", m_name.text(), what),
                        m_files.locate(m_name.at, static_cast<int>(m_name.text().size())), std::move(hint));
    return std::nullopt;
  }

  const Node& m_name;
  const SourceFiles& m_files;
  Diagnostics& m_diagnostics;
};

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
    auto json = nlohmann::json::parse(text, watch);
    return problem.empty() ? std::optional(std::move(json)) : std::nullopt;
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
  diagnostics.error("bad-value", fmt::format("`{}` is no language of transforms", type->text()),
                    files.locate(type->at, static_cast<int>(type->text().size())),
                    meant ? fmt::format("did you mean `{}`?", *meant)
                          : fmt::format("there are {}", join_words(k_languages)));
  return std::nullopt;
}

} // namespace

std::optional<std::string> read_script(const Node& name, const fs::path& root, const SourceFiles& files,
                                       Diagnostics& diagnostics)
{
  return Reader(name, files, diagnostics).read(root);
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
      diagnostics.error("bad-file", fmt::format("`{}` {}", file.text(), problem),
                        files.locate(file.at, static_cast<int>(file.text().size())));
    }
    return json;
  }
  return nlohmann::json{{"version", 1},
                        {"data_maps", nlohmann::json::array()},
                        {"transforms", nlohmann::json::array({custom_operation(*language, *text)})}};
}

} // namespace flowsync::desired
