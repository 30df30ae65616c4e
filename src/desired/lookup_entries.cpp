#include "desired/lookup_entries.hpp"

#include "base/excerpt.hpp"
#include "desired/script.hpp"
#include "spec/csv.hpp"

#include <fmt/format.h>

#include <map>

namespace flowsync::desired {

namespace {

class EntriesReader
{
public:
  EntriesReader(ResourceBuilder& builder, const std::string& primary_key) : m_builder(builder), m_key(primary_key) {}

  void read(const Node& entries)
  {
    const auto* const file = entries.get("file");
    NodePtr loaded;
    if (entries.is_map() && file != nullptr && file->is_string()) {
      loaded = load(*file);
    }
    const auto& rows = loaded != nullptr ? *loaded : entries;
    if (!rows.is_list()) {
      return; // the file, or the shape, is reported
    }
    for (const auto& row : rows.items()) {
      if (row->is_map()) {
        add(*row);
      }
    }
    std::vector<NodePtr> sorted;
    sorted.reserve(m_rows.size());
    for (auto& [key, row] : m_rows) {
      sorted.push_back(std::move(row));
    }
    m_builder.writer().put("entries", *make_list(std::move(sorted), rows.at.known() ? rows.at : entries.at));
  }

private:
  NodePtr load(const Node& file)
  {
    const auto& build = m_builder.flow().build;
    auto text = read_script(file, build.root, build.files, m_builder.flow().diagnostics);
    if (!text) {
      return nullptr;
    }
    const auto folder = std::filesystem::path(build.files.path(file.at.file)).parent_path();
    const auto path = (folder / file.text()).lexically_normal().generic_string();
    const auto index =
        build.files.add(path, std::move(*text), build.files.layer(file.at.file), build.files.tree(file.at.file));
    return spec::read_csv(build.files, index, m_builder.flow().diagnostics);
  }

  void add(const Node& row)
  {
    std::vector<Entry> values;
    for (const auto& entry : row.entries()) {
      if (entry.value->tombstone || entry.value->kind == NodeKind::null) {
        continue;
      }
      if (!entry.value->is_scalar()) {
        report("bad-value", fmt::format("`{}` of an entry must be one value", excerpt(entry.key)), *entry.value,
               "lookups hold texts");
        continue;
      }
      values.push_back({entry.key, entry.key_at, as_text(entry.value)});
    }
    const auto* const key = row.get(m_key);
    if (key == nullptr || !key->is_scalar() || key->kind == NodeKind::null || key->text().empty()) {
      report("missing-key", fmt::format("this entry has no `{}`, by which entries are found", excerpt(m_key)), row,
             "give it a value, or correct `primary_key`");
      return;
    }
    if (key->deferred) {
      report("reference-not-allowed", "the key of an entry must be known before anything is sent", *key, "");
      return;
    }
    const auto [first, fresh] = m_rows.emplace(key->text(), make_map(std::move(values), row.at));
    if (!fresh) {
      report("duplicate-key", fmt::format("two entries have the key `{}`", excerpt(key->text())), *key,
             "keep one of them");
    }
  }

  // Every value is stored as text.
  static NodePtr as_text(const NodePtr& value)
  {
    if (value->is_string()) {
      return value;
    }
    auto text = std::make_shared<Node>(*value);
    text->kind = NodeKind::string;
    return text;
  }

  void report(DiagnosticCode code, std::string message, const Node& at, std::string hint)
  {
    const auto& files = m_builder.flow().build.files;
    const auto place = at.is_scalar() ? files.locate(at.at, at.text()) : files.locate(at.at);
    m_builder.flow().diagnostics.error(code, std::move(message), place, std::move(hint));
  }

  ResourceBuilder& m_builder;
  const std::string& m_key;
  std::map<std::string, NodePtr> m_rows; // by their key
};

} // namespace

void set_entries(ResourceBuilder& builder, const std::string& primary_key)
{
  if (const auto* const entries = builder.get("entries")) {
    EntriesReader(builder, primary_key).read(*entries);
  }
}

} // namespace flowsync::desired
