#include "exporter/export.hpp"

#include "base/printable.hpp"
#include "exporter/capture.hpp"
#include "exporter/chosen_resources.hpp"
#include "exporter/document_text.hpp"
#include "exporter/environment_entries.hpp"
#include "exporter/selection.hpp"
#include "exporter/shared_documents.hpp"
#include "spec/flow_parts.hpp"
#include "spec/map_builder.hpp"
#include "spec/yaml_edit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

namespace flowsync::exporter {

namespace {

using plan::LiveKey;

class Exporter
{
public:
  Exporter(const Target& target, const Inventory& inventory, const plan::LiveTree& tree)
      : m_target(target),
        m_inventory(inventory),
        m_tree(tree),
        m_names(target, inventory)
  {
  }

  Result<Exported, Diagnostics> run(const std::vector<Pipeline>& chosen, const std::vector<const LiveResource*>& shared)
  {
    auto selection = select(chosen, m_inventory, m_names);
    m_result.notes = std::move(selection.notes);
    m_result.foreign = selection.foreign;
    m_names.add_credentials(credentials_of(selection.flows));
    std::vector<Named> named;
    for (const auto& flow : selection.flows) {
      named.push_back(name_flow(flow));
    }
    for (std::size_t i = 0; i < named.size(); ++i) {
      write_flow(selection.flows[i], named[i]);
    }
    for (const auto* const live : shared) {
      if (m_names.foreign_owner(*live).empty()) {
        m_names.shared(live->type, *live);
      }
    }
    write_shared();
    for (const auto& [code, note] : m_unshown) {
      m_result.notes.push_back(note);
    }
    m_result.aliases = m_names.new_aliases();
    m_result.secrets = m_names.new_secrets();
    auto environment = environment_change(m_target, m_inventory, m_result);
    if (!environment) {
      m_problems.append(std::move(environment.error()));
    }
    if (m_problems.has_errors()) {
      m_problems.sort();
      return std::move(m_problems);
    }
    m_result.files = std::move(m_code);
    if (*environment) {
      m_result.files.push_back(std::move(**environment));
    }
    m_result.files.insert(m_result.files.end(), m_documents.begin(), m_documents.end());
    return std::move(m_result);
  }

private:
  static std::set<ResourceId> credentials_of(const std::vector<SelectedFlow>& flows)
  {
    std::set<ResourceId> ids;
    for (const auto& flow : flows) {
      for (const auto* const resource : flow.resources) {
        if (resource->credential_id) {
          ids.insert(*resource->credential_id);
        }
      }
    }
    return ids;
  }

  struct Named
  {
    std::string flow;
    std::map<LiveKey, Address> addresses;
  };

  Named name_flow(const SelectedFlow& flow)
  {
    const auto& origin = *flow.origin;
    auto parts = resources_of(pipelines_of({&origin}, m_tree));
    std::erase_if(parts, [](const auto* part) { return part->type == ResourceKind::source; });
    const auto name = m_names.flow(origin, parts);
    m_result.flows.push_back(name);
    auto addresses = m_names.parts(name, parts);
    if (origin.type == ResourceKind::source) {
      addresses.emplace(LiveKey{origin.type, origin.id}, Address{ResourceKind::source, name, ""});
    }
    m_names.give(addresses);
    return {name, std::move(addresses)};
  }

  void write_flow(const SelectedFlow& flow, const Named& named)
  {
    const auto& origin = *flow.origin;
    const auto& name = named.flow;
    const auto& addresses = named.addresses;
    const auto documents = m_names.documents(spec::Kind::flow, name);
    const auto* const own = m_names.own_document(spec::Kind::flow, name);
    const auto path = own != nullptr ? m_target.project.files->path(own->root->at.file) : new_file(name);
    Capturing capturing(m_target, m_inventory, m_tree, m_names,
                        std::filesystem::path(path).parent_path().generic_string(), addresses);
    std::vector<Captured> fresh;
    for (const auto* const resource : flow.resources) {
      const auto address = addresses.find({resource->type, resource->id});
      if (address == addresses.end()) {
        m_result.notes.push_back({"another-flow",
                                  fmt::format("{} {} belongs to {} already", type_name(resource->type), resource->id,
                                              m_names.known(resource->type, resource->id)->text()),
                                  "", false});
        continue;
      }
      adopt(address->second, *resource);
      if (!says(documents, address->second)) {
        fresh.push_back(capture(capturing, address->second, *resource));
      }
    }
    const auto words = unsaid_words(documents, capturing, fresh, flow, addresses);
    if (fresh.empty() && words.empty()) {
      return;
    }
    for (const auto& file : capturing.files()) {
      m_code.push_back({file.path, file.text, true});
    }
    m_result.notes.insert(m_result.notes.end(), capturing.notes().begin(), capturing.notes().end());
    m_unshown.insert(capturing.unshown().begin(), capturing.unshown().end());
    if (!documents.empty()) {
      extend(documents, own, path, fresh, flow, addresses, words);
    } else {
      FlowFrame frame;
      frame.origin = origin.type == ResourceKind::nexset ? origin.parent_set_id : std::nullopt;
      auto notes = capturing.notes();
      notes.insert(notes.end(), flow.notes.begin(), flow.notes.end());
      for (const auto& [code, note] : capturing.unshown()) {
        notes.push_back(note);
      }
      m_documents.push_back(
          {path, document_text(*flow_document(name, std::move(fresh), frame).document, notes, "flow", m_target), true});
    }
  }

  // The file that a flow without a document in the environment's folder gets.
  const std::string& new_file(const std::string& flow)
  {
    auto& path = m_new_files[flow];
    if (path.empty()) {
      path = m_names.file(fmt::format("{}/{}", folder_of(m_target.environment, "flows"), flow), ".yaml");
    }
    return path;
  }

  static Captured capture(Capturing& capturing, const Address& address, const LiveResource& live)
  {
    switch (live.type) {
    case ResourceKind::source:
      return capturing.source(address, live);
    case ResourceKind::nexset:
      return capturing.nexset(address, live);
    default:
      return capturing.sink(address, live);
    }
  }

  // Whether one of these layers' documents of a flow says something of this address.
  static bool says(const std::vector<const spec::Document*>& documents, const Address& address)
  {
    return std::any_of(documents.begin(), documents.end(), [&](const spec::Document* document) {
      return spec::find_part(*document->root, address) != nullptr;
    });
  }

  // What a flow that has documents is given of the words that stand for it as a whole, where none of them says one: a
  // trigger may wait for a flow that was exported only after it.
  std::vector<spec::YamlEdit> unsaid_words(const std::vector<const spec::Document*>& documents, Capturing& capturing,
                                           const std::vector<Captured>& fresh, const SelectedFlow& flow,
                                           const std::map<LiveKey, Address>& addresses)
  {
    std::vector<std::string> words{"nexla_project", "triggers"};
    std::erase_if(words, [&](const auto& word) {
      return std::any_of(documents.begin(), documents.end(), [&](const spec::Document* document) {
        const auto* const spec = document->root->get("spec");
        return spec != nullptr && spec->find(word) != nullptr;
      });
    });
    std::vector<spec::YamlEdit> edits;
    const auto source = addresses.find({ResourceKind::source, flow.origin->id});
    if (documents.empty() || words.empty() || source == addresses.end()) {
      return edits;
    }
    const auto& address = source->second;
    const auto read = std::find_if(fresh.begin(), fresh.end(), [&](const auto& one) { return one.address == address; });
    const auto captured = read != fresh.end() ? *read : capturing.flow_words(address, *flow.origin);
    const auto written = flow_document(address.flow, {captured}).document;
    for (const auto& word : words) {
      if (const auto* const found = written->get("spec")->find(word)) {
        edits.push_back(spec::insert_key({"spec", word}, found->value));
      }
    }
    return edits;
  }

  void adopt(const Address& address, const LiveResource& live)
  {
    const auto entry = m_target.environment.adopt.find(address);
    const bool said = entry != m_target.environment.adopt.end() && entry->second.id == live.id;
    if (!said && !m_names.is_bound(address, live)) {
      m_result.adopted.emplace(address, live.id);
    }
  }

  // Whether a flow is paused, by the last layer that says so.
  static bool is_paused(const std::vector<const spec::Document*>& documents)
  {
    bool paused = false;
    for (const auto* const document : documents) {
      const auto* const spec = document->root->get("spec");
      const auto* const state = spec != nullptr ? spec->get("state") : nullptr;
      paused = state != nullptr ? state->text() == "paused" : paused;
    }
    return paused;
  }

  // Adds parts to a flow that exists: to the environment's own document of it, or to a new one.
  void extend(const std::vector<const spec::Document*>& documents, const spec::Document* own, const std::string& path,
              const std::vector<Captured>& fresh, const SelectedFlow& flow, const std::map<LiveKey, Address>& addresses,
              std::vector<spec::YamlEdit> edits)
  {
    const auto& name = documents.front()->name;
    FlowFrame frame;
    frame.paused = is_paused(documents);
    const auto written = flow_document(name, fresh, frame).document;
    const auto ranks = selectors(documents, own, flow, addresses);
    edits.insert(edits.end(), ranks.begin(), ranks.end());
    for (const auto& part : spec::flow_parts(*written)) {
      const std::string place(facts(part.kind).place);
      edits.push_back(facts(part.kind).written == SpecPlace::once_in_flow
                          ? spec::insert_key({"spec", place}, part.node)
                          : spec::append_item({"spec", place}, part.node));
    }
    const auto found = std::find_if(m_documents.begin(), m_documents.end(),
                                    [&](const FileChange& change) { return change.path == path; });
    const auto before = found != m_documents.end() ? found->text
                        : own != nullptr           ? m_target.project.files->text(own->root->at.file)
                                                   : overlay_text(name);
    auto text = spec::edit_yaml(before, path, {spec::Kind::flow, name}, edits);
    if (!text) {
      m_problems.append(std::move(text.error()));
    } else if (found != m_documents.end()) {
      found->text = std::move(text).value();
    } else {
      m_documents.push_back({path, std::move(text).value(), own == nullptr});
    }
  }

  // An overlay that says nothing yet.
  std::string overlay_text(const std::string& flow) const
  {
    return document_text(*spec::make_document(spec::Kind::flow, flow), {}, "flow", m_target);
  }

  // `detected: {}` means the only one: it gets an index when another one comes beside it.
  std::vector<spec::YamlEdit> selectors(const std::vector<const spec::Document*>& documents, const spec::Document* own,
                                        const SelectedFlow& flow, const std::map<LiveKey, Address>& addresses) const
  {
    const auto sets = m_tree.detected_sets(flow.origin->id);
    std::vector<spec::YamlEdit> edits;
    if (flow.origin->type != ResourceKind::source || sets.size() < 2) {
      return edits;
    }
    for (std::size_t i = 0; i < sets.size(); ++i) {
      const auto address = addresses.find({ResourceKind::nexset, sets[i]->id});
      if (address == addresses.end() || !is_the_only_one(documents, address->second.key)) {
        continue;
      }
      const auto& key = address->second.key;
      const auto rank = make_scalar(NodeKind::integer, std::to_string(i + 1));
      if (own != nullptr && spec::keys_of_parts(*own->root, ResourceKind::nexset).contains(key)) {
        edits.push_back(spec::set_value({"spec", "nexsets", key, "detected", "index"}, rank));
      } else {
        edits.push_back(spec::append_item(
            {"spec", "nexsets"},
            spec::MapBuilder{}.put("key", key).put("detected", spec::MapBuilder{}.put("index", rank).build()).build()));
      }
    }
    return edits;
  }

  // Whether the nexset is chosen by `detected: {}`.
  static bool is_the_only_one(const std::vector<const spec::Document*>& documents, const std::string& wanted)
  {
    bool any = false;
    bool chosen = false;
    for (const auto* const document : documents) {
      const auto* const spec = document->root->get("spec");
      const auto* const nexsets = spec != nullptr ? spec->get("nexsets") : nullptr;
      for (const auto& nexset : nexsets != nullptr ? nexsets->items() : std::vector<NodePtr>{}) {
        const auto* const key = nexset->get("key");
        const auto* const detected = nexset->get("detected");
        if (key != nullptr && key->text() == wanted && detected != nullptr && detected->is_map()) {
          any = true;
          chosen = chosen || !detected->entries().empty();
        }
      }
    }
    return any && !chosen;
  }

  // Documents of what the flows use. A transform may use a lookup, so this goes on until nothing new is used.
  void write_shared()
  {
    std::set<Address> done;
    for (bool more = true; more;) {
      more = false;
      for (const auto& [address, live] : std::map(m_names.used())) {
        if (done.insert(address).second) {
          more = true;
          write_shared(address, *live);
        }
      }
    }
  }

  void write_shared(const Address& address, const LiveResource& live)
  {
    if (m_names.document(spec::document_of(address.kind).value(), address.key) == nullptr) {
      auto shared = shared_document(m_target, m_inventory, m_names, address, live);
      m_result.notes.insert(m_result.notes.end(), shared.notes.begin(), shared.notes.end());
      if (shared.document == nullptr) {
        return;
      }
      for (auto& file : shared.files) {
        m_code.push_back({std::move(file.path), std::move(file.text), true});
      }
      const std::string word(kind_word(address.kind));
      const std::string folder(facts(address.kind).folder);
      m_documents.push_back({fmt::format("{}/{}.yaml", folder_of(m_target.environment, folder), address.key),
                             document_text(*shared.document, shared.notes, word, m_target), true});
    }
    adopt(address, live);
  }

  const Target& m_target;
  const Inventory& m_inventory;
  const plan::LiveTree& m_tree;
  Names m_names;
  Exported m_result;
  std::vector<FileChange> m_code;
  std::vector<FileChange> m_documents;
  std::map<std::string, std::string> m_new_files; // by flow
  std::map<DiagnosticCode, ExportNote> m_unshown; // by code
  Diagnostics m_problems;
};

} // namespace

Result<Exported, Diagnostics> export_pipelines(const Target& target, const Inventory& inventory,
                                               const plan::LiveTree& tree, const std::vector<Pipeline>& chosen,
                                               const std::vector<const LiveResource*>& shared)
{
  return Exporter(target, inventory, tree).run(chosen, shared);
}

} // namespace flowsync::exporter
