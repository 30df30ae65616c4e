#include "promote/move_document.hpp"

#include "base/text.hpp"
#include "promote/own_values.hpp"
#include "promote/used_files.hpp"
#include "spec/yaml_writer.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::promote {

namespace {

// Another layer's folder for the same place.
std::string in_layer(const std::string& file, const std::string& from, const std::string& to)
{
  return "environments/" + to + "/" + file.substr(std::string("environments/" + from + "/").size());
}

class Mover
{
public:
  Mover(const DraftedProject& drafted, const Promotion& request, const WrittenDocument& moved, DraftEditor& editor,
        Brought& brought)
      : m_drafted(drafted),
        m_request(request),
        m_moved(moved),
        m_editor(editor),
        m_brought(brought),
        m_choice{moved.document->kind, moved.document->name},
        m_file(drafted.project.files->path(moved.document->root->at.file)),
        m_defines(spec::resource_of(moved.document->kind)),
        m_word(m_defines ? std::string(kind_word(*m_defines)) : lower(spec::kind_name(moved.document->kind)))
  {
  }

  bool run()
  {
    const auto slice = m_editor.document_text(m_file, m_choice);
    if (!slice) {
      m_editor.problems().error("not-found",
                                fmt::format("the {} {} is not in this file any more", m_word, m_choice.name),
                                {m_file, 0, 0, 1, {}});
      return false;
    }
    const auto base_file = m_editor.free_path(place_in_base());
    const auto own = m_moved.document->kind == spec::Kind::flow ? own_values(*m_moved.document->root)
                                                                : std::vector<spec::YamlPath>{};
    m_editor.put(base_file, *slice);
    auto edits = edits_without(*m_moved.document->root, {}, own);
    const auto files = move_used_files(m_drafted.project, {m_moved.layer->name, "base", m_file, base_file, false},
                                       *m_moved.document->root, {}, m_editor);
    edits.insert(edits.end(), files.begin(), files.end());
    if (!m_editor.edit(base_file, m_choice, edits)) {
      return false;
    }
    m_brought.changes.push_back(
        {base_file, fmt::format("new: the {} {}, moved from {}", m_word, m_choice.name, m_file)});
    if (own.empty()) {
      const bool file_too = m_editor.remove_document(m_file, m_choice);
      m_brought.changes.push_back({m_file, file_too ? "removed: nothing of it is its own"
                                                    : fmt::format("the {} {} is gone", m_word, m_choice.name)});
      return true;
    }
    if (!m_editor.edit(m_file, m_choice, edits_keeping(*m_moved.document->root, {}, own))) {
      return false;
    }
    m_brought.changes.push_back({m_file, "keeps " + names_of(own)});
    const bool has_own = !own_versions(m_drafted, m_request.to, m_request.from, m_choice.kind, m_choice.name).empty();
    return has_own || give_own_values(*slice, own);
  }

private:
  // The same place as in its layer; a document that lay beside the settings of an environment gets a file of its own.
  std::string place_in_base() const
  {
    const auto& settings = m_moved.layer->environment;
    const bool beside = settings && settings->root->at.file == m_moved.document->root->at.file;
    const auto folder = m_defines ? std::string(facts(*m_defines).folder) : m_word + "s";
    return beside ? fmt::format("environments/base/{}/{}.yaml", folder, m_choice.name)
                  : in_layer(m_file, m_moved.layer->name, "base");
  }

  // What is written last about a path in the layers that only `from` has.
  NodePtr written_value(const spec::YamlPath& path) const
  {
    const auto versions = own_versions(m_drafted, m_request.from, m_request.to, m_choice.kind, m_choice.name);
    for (auto version = versions.rbegin(); version != versions.rend(); ++version) {
      if (auto value = value_at(*version->document->root, path)) {
        return value;
      }
    }
    return value_at(*m_moved.document->root, path);
  }

  // What the moved flow left behind, as the overlay of the target, with the values that `from` has in the end.
  bool give_own_values(const std::string& slice, const std::vector<spec::YamlPath>& own)
  {
    const auto file = m_editor.free_path("environments/" + m_request.to +
                                         place_in_base().substr(std::string("environments/base").size()));
    m_editor.put(file, slice);
    auto edits = edits_keeping(*m_moved.document->root, {}, own);
    for (const auto& path : own) {
      const auto value = written_value(path);
      if (!same_value(*value, *value_at(*m_moved.document->root, path))) {
        edits.push_back(spec::set_value(path, value));
      }
      m_brought.taken_over.push_back({file, path, spec::write_yaml_line(*value)});
    }
    if (!m_editor.edit(file, m_choice, edits)) {
      return false;
    }
    m_brought.changes.push_back({file, fmt::format("new: {}, as in {}", names_of(own), m_request.from)});
    return true;
  }

  const DraftedProject& m_drafted;
  const Promotion& m_request;
  const WrittenDocument& m_moved;
  DraftEditor& m_editor;
  Brought& m_brought;
  spec::YamlDocumentChoice m_choice;
  std::string m_file;
  std::optional<ResourceKind> m_defines;
  std::string m_word;
};

} // namespace

std::vector<WrittenDocument> own_versions(const DraftedProject& drafted, const std::string& environment,
                                          const std::string& other, spec::Kind kind, const std::string& name)
{
  std::vector<WrittenDocument> versions;
  const auto& others = drafted.layers.at(other);
  for (const auto* const layer : drafted.layers.at(environment)) {
    const bool shared =
        std::any_of(others.begin(), others.end(), [&](const auto* one) { return one->name == layer->name; });
    const auto* const document = shared ? nullptr : layer->find(kind, name);
    if (document != nullptr) {
      versions.push_back({layer, document});
    }
  }
  return versions;
}

bool move_document(const DraftedProject& drafted, const Promotion& request, const WrittenDocument& moved,
                   DraftEditor& editor, Brought& brought)
{
  return Mover(drafted, request, moved, editor, brought).run();
}

std::string shown(const spec::YamlPath& path)
{
  const bool in_spec = path.size() > 1 && std::get<std::string>(path.front()) == "spec";
  return spec::describe_path(in_spec ? spec::YamlPath(path.begin() + 1, path.end()) : path);
}

std::string names_of(const std::vector<spec::YamlPath>& paths)
{
  std::vector<std::string> names;
  std::transform(paths.begin(), paths.end(), std::back_inserter(names), shown);
  return join_words(names);
}

} // namespace flowsync::promote
