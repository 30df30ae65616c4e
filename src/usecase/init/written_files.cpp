#include "usecase/init/written_files.hpp"

#include "base/atomic_file.hpp"
#include "base/digest.hpp"
#include "base/text.hpp"
#include "schema/schema_texts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace flowsync::usecase {

namespace {

namespace fs = std::filesystem;

// Schemas of 0.1.0 and 0.2.0, which recorded nothing.
constexpr std::array<std::string_view, 9> k_older_schemas{
    "e4233bc72f8458e74fe57856d34df498b2058474467348ca861c539642a87f24", // code
    "a2b53acb7bddf632753eab400b3627f321f9a5a7d14d553ad2f563fce14c7e1a", // environment
    "edf5e340bfa2d1d6dae53de18ed2ccf24bcb03421a64466770de1b5fa94588fb",
    "ae6c7da9cf17c8dc4f57827f2f6d43324a3dca938eb3390986278900f12c9ba2", // flow
    "8bce45571faeb104475b2350c48e50afcf9617e303eb1089ecd9eecf5b0e9499",
    "108182c29dc109a6cf72561a1c0d480e5efd1b4af0b7c441bd5a0e34d2938aee", // lookup
    "dade139c67c68156121ab407fc18abc786ffe20d33b036d0197bc6aa1a912962", // project
    "e937ace5a22fb2bd60f6bbbf705ce2879b407104d27b67acfcf5750d635aba40",
    "94220cf6b641e92862e0d1808c8d031452d8d7b94fc9a52dd0cb28138af4085b", // transform
};

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
      files.push_back({project / name, name, schema.text});
    }
  }
  std::string up;
  for (auto levels = std::count(place.folder.begin(), place.folder.end(), '/'); levels > 0; --levels) {
    up += "../";
  }
  for (const auto forge : forges) {
    for (auto& file : ci_files(forge, facts)) {
      files.push_back({place.root / file.path, up + file.path, std::move(file.text)});
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
  return text == file.text || digest_of(file) == digest ||
         std::find(k_older_schemas.begin(), k_older_schemas.end(), digest) != k_older_schemas.end();
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
