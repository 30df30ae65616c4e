#pragma once

#include "base/diagnostic_code.hpp"
#include "exporter/config_text.hpp"
#include "exporter/flow_document.hpp"
#include "exporter/note.hpp"
#include "plan/tree.hpp"
#include "spec/script_text.hpp"

#include <map>
#include <string>
#include <vector>

namespace flowsync::exporter {

// A file that a document names, such as a script.
struct CodeFile
{
  std::string path; // relative to the root
  std::string text;
};

// Takes resources of one flow as they are to stand in its document.
class Capturing
{
public:
  // `folder` is where the flow's document lies or will lie, relative to the root.
  Capturing(const Target& target, const Inventory& inventory, const plan::LiveTree& tree, Names& names,
            std::string folder, const std::map<plan::LiveKey, Address>& addresses)
      : m_target(target),
        m_inventory(inventory),
        m_tree(tree),
        m_names(names),
        m_configs(target, inventory, names),
        m_folder(std::move(folder)),
        m_addresses(addresses)
  {
  }

  Captured source(const Address& address, const LiveResource& live);
  Captured nexset(const Address& address, const LiveResource& live);
  Captured sink(const Address& address, const LiveResource& live);
  // Of a source only what is a word of its flow: the Nexla project and what the flow runs after.
  Captured flow_words(const Address& address, const LiveResource& live);

  const std::vector<CodeFile>& files() const { return m_files; }
  const ExportNotes& notes() const { return m_notes; }
  // Whether some nexset was shown without a word about validation and annotations (API notes B3: "elsewhere").
  // What this account does not show at all, by code: to be said once, however many resources there are.
  const std::map<DiagnosticCode, ExportNote>& unshown() const { return m_unshown; }

private:
  Captured common(const Address& address, const LiveResource& live);
  nlohmann::json triggers(const Captured& captured, const nlohmann::json& entries);
  void take_connector(Captured& captured, const LiveResource& live, const char* config);
  void take_code(Captured& captured, const LiveResource& live);
  void take_project(Captured& captured, const LiveResource& live);
  void take_transform(Captured& captured, const LiveResource& live);
  void take_validation(Captured& captured, const LiveResource& live);
  void take_lookup(Captured& captured, const LiveResource& live);
  void put(Captured& captured, const std::string& field, nlohmann::json value);
  CodeReference write_script(const Captured& captured, const spec::ScriptText& script, const std::string& folder);
  void note_unshown(ExportNote note);
  void note(const Captured& captured, DiagnosticCode code, const std::string& text, std::string hint = {});

  const Target& m_target;
  const Inventory& m_inventory;
  const plan::LiveTree& m_tree;
  Names& m_names;
  ConfigText m_configs;
  std::string m_folder;
  const std::map<plan::LiveKey, Address>& m_addresses;
  std::vector<CodeFile> m_files;
  ExportNotes m_notes;
  std::map<DiagnosticCode, ExportNote> m_unshown;
};

// `name` without the environment's prefix and suffix.
std::string without_decoration(const Environment& environment, const std::string& name);

} // namespace flowsync::exporter
