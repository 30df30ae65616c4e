#include "spec/document.hpp"

#include "base/excerpt.hpp"
#include "base/text.hpp"
#include "model/address.hpp"
#include "spec/map_builder.hpp"
#include "spec/problem_log.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace flowsync::spec {

namespace {

struct KindRow
{
  Kind kind;
  std::string_view name; // of one that defines no resource of its own
  std::size_t longest_name;
  std::optional<ResourceKind> defines{};
};

constexpr std::array k_kinds{
    KindRow{Kind::project, "Project", k_longest_project},
    KindRow{Kind::environment, "Environment", k_longest_environment},
    KindRow{Kind::flow, "Flow", k_longest_flow},
    KindRow{Kind::lookup, "", k_longest_flow, ResourceKind::lookup},
    KindRow{Kind::transform, "", k_longest_flow, ResourceKind::transform},
    KindRow{Kind::code, "", k_longest_flow, ResourceKind::code},
    KindRow{Kind::nexla_project, "", k_longest_flow, ResourceKind::project},
};

std::string_view name_of(const KindRow& row)
{
  return row.defines ? facts(*row.defines).document : row.name;
}

const KindRow& row_of(Kind kind)
{
  return *std::find_if(k_kinds.begin(), k_kinds.end(), [&](const KindRow& row) { return row.kind == kind; });
}

class Recogniser
{
public:
  Recogniser(const Node& root, const SourceFiles& files, Diagnostics& diagnostics)
      : m_root(root),
        m_files(files),
        m_diagnostics(diagnostics)
  {
  }

  bool is_ours();
  std::optional<Kind> kind();
  const Node* name(Kind kind);

private:
  void missing(std::string_view key, const Node& map, std::string hint)
  {
    m_diagnostics.error("missing-key", fmt::format("the key `{}` is missing", key), m_files.locate(map.at),
                        std::move(hint));
  }
  bool check_name(const Node& name, Kind kind);

  const Node& m_root;
  const SourceFiles& m_files;
  Diagnostics& m_diagnostics;
};

bool Recogniser::is_ours()
{
  if (!m_root.is_map()) {
    m_diagnostics.error("wrong-type", fmt::format("a document must be a map, but this is {}", describe(m_root.kind)),
                        m_files.locate(m_root.at), "a document has the keys apiVersion, kind, metadata and spec");
    return false;
  }
  const auto* const version = m_root.get("apiVersion");
  if (version == nullptr) {
    missing("apiVersion", m_root, fmt::format("add `apiVersion: {}`", k_api_version));
    return false;
  }
  if (!version->is_string() || version->text() != k_api_version) {
    m_diagnostics.error("bad-value",
                        version->is_scalar() ? fmt::format("the apiVersion `{}` is not known", excerpt(version->text()))
                                             : std::string("apiVersion must be text"),
                        m_files.locate(version->at, version->text()),
                        fmt::format("write `apiVersion: {}`", k_api_version));
    return false;
  }
  return true;
}

std::optional<Kind> Recogniser::kind()
{
  const auto* const kind = m_root.get("kind");
  if (kind == nullptr) {
    missing("kind", m_root, fmt::format("add `kind:` with one of {}", join_words(kind_names(), "or")));
    return std::nullopt;
  }
  const auto parsed = kind->is_string() ? parse_kind(kind->text()) : std::nullopt;
  if (!parsed) {
    const auto meant = nearest(kind->text(), kind_names());
    m_diagnostics.error("unknown-kind",
                        kind->is_scalar() ? fmt::format("the kind `{}` is not known", excerpt(kind->text()))
                                          : std::string("kind must be text"),
                        m_files.locate(kind->at, kind->text()),
                        meant ? fmt::format("did you mean `{}`?", *meant)
                              : fmt::format("use one of {}", join_words(kind_names(), "or")));
  }
  return parsed;
}

const Node* Recogniser::name(Kind kind)
{
  const auto* const metadata = m_root.get("metadata");
  if (metadata == nullptr || !metadata->is_map()) {
    if (metadata == nullptr) {
      missing("metadata", m_root, "add `metadata: {name: ...}`");
    } else {
      m_diagnostics.error("wrong-type", fmt::format("`metadata` must be a map, not {}", describe(metadata->kind)),
                          m_files.locate(metadata->at), "write `metadata: {name: ...}`");
    }
    return nullptr;
  }
  const auto* const name = metadata->get("name");
  if (name == nullptr) {
    missing("metadata.name", *metadata, "add `name:` below `metadata:`");
    return nullptr;
  }
  // A document with a name that is none is read all the same, so that what else is wrong in it shows as well.
  return check_name(*name, kind) ||
                 (name->is_string() && !name->text().empty() && kind != Kind::environment && kind != Kind::project)
             ? name
             : nullptr;
}

bool Recogniser::check_name(const Node& name, Kind kind)
{
  const auto where = m_files.locate(name.at, name.text());
  const auto longest = row_of(kind).longest_name;
  if (!name.is_string()) {
    m_diagnostics.error("wrong-type", fmt::format("a name must be text, not {}", describe(name.kind)), where,
                        name.is_scalar() ? "put it in quotes" : "");
    return false;
  }
  if (!is_name(name.text(), longest)) {
    const bool too_long = name.text().size() > longest && is_name(name.text(), name.text().size());
    m_diagnostics.error(
        "bad-name",
        too_long ? fmt::format("this name is {} characters long, {} are allowed", name.text().size(), longest)
                 : fmt::format("`{}` is not a name", excerpt(name.text())),
        where, "names are lower-case letters, digits and hyphens, with no hyphen at either end");
    return false;
  }
  if (kind == Kind::flow && is_reserved_flow_name(name.text())) {
    m_diagnostics.error("bad-name", fmt::format("a flow cannot be called `{}`: addresses use that word", name.text()),
                        where, "choose another name");
    return false;
  }
  return true;
}

} // namespace

std::string_view kind_name(Kind kind)
{
  return name_of(row_of(kind));
}

std::optional<Kind> parse_kind(std::string_view name)
{
  const auto* const row = std::find_if(k_kinds.begin(), k_kinds.end(),
                                       [&](const KindRow& candidate) { return name_of(candidate) == name; });
  return row != k_kinds.end() ? std::optional(row->kind) : std::nullopt;
}

std::optional<Kind> document_of(ResourceKind kind)
{
  const auto* const row =
      std::find_if(k_kinds.begin(), k_kinds.end(), [&](const KindRow& candidate) { return candidate.defines == kind; });
  return row != k_kinds.end() ? std::optional(row->kind) : std::nullopt;
}

std::optional<ResourceKind> resource_of(Kind kind)
{
  return row_of(kind).defines;
}

NodePtr make_document(Kind kind, const std::string& name, NodePtr spec)
{
  MapBuilder document;
  document.put("apiVersion", std::string(k_api_version))
      .put("kind", std::string(kind_name(kind)))
      .put("metadata", MapBuilder{}.put("name", name).build());
  if (spec != nullptr) {
    document.put("spec", std::move(spec));
  }
  return document.build();
}

std::vector<std::string> kind_names()
{
  std::vector<std::string> names;
  for (const auto& row : k_kinds) {
    names.emplace_back(name_of(row));
  }
  return names;
}

std::optional<Document> recognise(const NodePtr& root, const SourceFiles& files, Diagnostics& diagnostics)
{
  Recogniser recogniser(*root, files, diagnostics);
  if (!recogniser.is_ours()) {
    return std::nullopt;
  }
  const auto kind = recogniser.kind();
  if (!kind) {
    return std::nullopt;
  }
  const auto* const name = recogniser.name(*kind);
  if (name == nullptr) {
    return std::nullopt;
  }
  return Document{*kind, name->text(), name->at, root};
}

} // namespace flowsync::spec
