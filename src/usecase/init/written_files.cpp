#include "usecase/init/written_files.hpp"

#include "base/atomic_file.hpp"
#include "base/digest.hpp"
#include "base/text.hpp"
#include "schema/schema_texts.hpp"
#include "usecase/init/older_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace flowsync::usecase {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t k_digest_size = 64;
constexpr std::string_view k_between = "  ";

} // namespace

std::vector<MadeFile> made_files(const fs::path& project, const RepositoryPlace& place,
                                 const std::vector<CiForge>& forges, const CiFacts& facts)
{
  std::vector<MadeFile> files;
  for (const auto& schema : schema::schema_texts()) {
    if (schema.name != "plan") {
      const auto name = fmt::format("schemas/{}.schema.json", schema.name);
      files.push_back({project / name, name, schema.text, true});
    }
  }
  std::string up;
  for (auto levels = std::count(place.folder.begin(), place.folder.end(), '/'); levels > 0; --levels) {
    up += "../";
  }
  for (const auto forge : forges) {
    for (auto& file : ci_files(forge, facts)) {
      files.push_back({place.root / file.path, up + file.path, std::move(file.text), false});
    }
  }
  return files;
}

WrittenFiles WrittenFiles::read(const fs::path& project)
{
  WrittenFiles written(project);
  const auto text = read_file(project / file_name()).value_or("");
  for (const auto line : split(text, '\n')) {
    if (line.size() > k_digest_size + k_between.size() && line.substr(k_digest_size, k_between.size()) == k_between) {
      written.m_digests[std::string(line.substr(k_digest_size + k_between.size()))] = line.substr(0, k_digest_size);
    }
  }
  return written;
}

std::string WrittenFiles::key_of(const MadeFile& file) const
{
  return (fs::path("..") / file.name).lexically_normal().lexically_relative("../schemas").generic_string();
}

std::optional<std::string> WrittenFiles::digest_of(const MadeFile& file) const
{
  const auto found = m_digests.find(key_of(file));
  return found != m_digests.end() ? std::optional(found->second) : std::nullopt;
}

bool WrittenFiles::is_unedited(const MadeFile& file, const std::string& text) const
{
  const auto digest = sha256_hex(text);
  return text == file.text || digest_of(file) == digest || is_of_older_init(text);
}

void WrittenFiles::record(const MadeFile& file)
{
  m_digests[key_of(file)] = sha256_hex(file.text);
}

void WrittenFiles::write() const
{
  std::string text;
  for (const auto& [path, digest] : m_digests) {
    text += fmt::format("{}{}{}\n", digest, k_between, path);
  }
  write_file_atomically(m_project / file_name(), text, Durable::no);
}

} // namespace flowsync::usecase
