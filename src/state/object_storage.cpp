#include "state/object_storage.hpp"

#include "base/printable.hpp"
#include "base/utf8.hpp"

#include <fmt/format.h>

namespace flowsync::state {

Problem ObjectStorage::locked() const
{
  return {Problem::Kind::locked, fmt::format("the state in {} is locked", m_place), ""};
}

Problem ObjectStorage::moved() const
{
  return {Problem::Kind::moved, fmt::format("the state in {} was changed by another run meanwhile", m_place), ""};
}

Result<ObjectStorage::Version, Problem> ObjectStorage::fetch()
{
  auto object = read();
  if (!object) {
    return object.error();
  }
  if (!*object) {
    return Version{};
  }
  auto envelope = decode_envelope((*object)->text, m_place);
  if (!envelope) {
    return envelope.error();
  }
  auto version = version_of(*envelope, encode_envelope(*envelope));
  return Version{std::move(envelope).value(), std::move(version), std::move((*object)->tag)};
}

Result<Stored, Problem> ObjectStorage::load(const std::vector<std::string>& files)
{
  auto fetched = fetch();
  if (!fetched) {
    return fetched.error();
  }
  m_now = std::move(fetched).value();
  m_doubt.reset();
  return Stored{pick(files), m_now.text};
}

std::map<std::string, std::string> ObjectStorage::pick(const std::vector<std::string>& files) const
{
  std::map<std::string, std::string> picked;
  for (const auto& file : files) {
    if (const auto found = m_now.envelope.files.find(file); found != m_now.envelope.files.end()) {
      picked.insert(*found);
    }
  }
  return picked;
}

Result<std::map<std::string, std::string>, Problem> ObjectStorage::more(const std::vector<std::string>& files)
{
  return pick(files);
}

Result<std::vector<std::string>, Problem> ObjectStorage::list(const std::string& folder)
{
  std::vector<std::string> paths;
  for (const auto& [path, text] : m_now.envelope.files) {
    if (path.starts_with(folder + "/")) {
      paths.push_back(path);
    }
  }
  return paths;
}

// What is there must be the expected version, or what an earlier save without an answer left after all.
std::optional<Problem> ObjectStorage::look_before_writing(const std::string& expected)
{
  auto seen = fetch();
  if (!seen) {
    return seen.error();
  }
  if (seen->text != expected && !(m_doubt && seen->text == m_doubt->text)) {
    return moved();
  }
  m_now = std::move(seen).value();
  m_doubt.reset();
  return std::nullopt;
}

Result<std::string, Problem> ObjectStorage::save(const Changes& changes, const std::string& expected,
                                                 const SaveNote& /*note*/)
{
  for (const auto& [path, text] : changes) {
    if (!is_utf8(path) || (text && !is_utf8(*text))) {
      return Problem{Problem::Kind::unreadable, fmt::format("the file {} of the state is not text", printable(path)),
                     ""};
    }
  }
  if (m_now.text != expected) {
    return moved();
  }
  if (m_doubt || !compares()) {
    if (auto problem = look_before_writing(expected)) {
      return *std::move(problem);
    }
  }
  auto next = changed(m_now.envelope, changes);
  const auto text = encode_envelope(next);
  auto version = version_of(next, text);
  constexpr int k_tries = 2;
  for (int tried = 1;; ++tried) {
    auto written = write(text, m_now.tag);
    if (written) {
      m_now = Version{std::move(next), std::move(version), std::move(written).value()};
      return m_now.text;
    }
    const auto& failure = written.error();
    if (failure.kind == NotWritten::Kind::refused) {
      return failure.problem;
    }
    // An answer that was lost, or that says no to a request which was sent twice: what is there now tells.
    auto seen = fetch();
    if (seen && seen->text == version) {
      m_now = std::move(seen).value();
      return m_now.text;
    }
    if (failure.kind == NotWritten::Kind::moved) {
      return moved();
    }
    if (seen && seen->text != m_now.text) {
      return moved();
    }
    if (!seen || tried == k_tries) {
      m_doubt = Version{std::move(next), std::move(version), std::nullopt};
      return failure.problem;
    }
  }
}

} // namespace flowsync::state
