#pragma once

#include "importer/block_reader.hpp"
#include "importer/classic_file.hpp"
#include "importer/code_block.hpp"
#include "importer/convert.hpp"
#include "model/detected_name.hpp"
#include "spec/map_builder.hpp"

#include <initializer_list>

namespace flowsync::importer {

using spec::MapBuilder;
using spec::NameSecret;
using spec::spec_config;
using spec::spec_text;

// Turns the parts of a classic file into a flow: what becomes of its nexsets is in convert_nexsets.cpp, of their
// transforms and of code in convert_code.cpp, of all the rest in convert.cpp.
class Converter
{
public:
  Converter(ClassicFile file, const SourceFiles& files, const ConvertOptions& options, Diagnostics& diagnostics);
  Imported convert(const Node* properties_file);

private:
  BlockReader reader(const Block& block);
  BlockReader source_reader() { return {*m_file.source, m_file.source_at, "source", m_reading}; }
  // The body of a block inside of one.
  BlockReader inner_reader(const Node& body, const BlockReader& block);
  void choose_flow_name();
  void find_credentials(const Node* properties_file);
  void put_credential(MapBuilder& map, BlockReader& block, bool is_needed);
  // `state: paused` for what did not run.
  static void put_state(MapBuilder& map, BlockReader& block);
  // The people's part of a description; marks belong to one resource and are not copied.
  static void put_description(MapBuilder& map, BlockReader& block);
  void put_config(MapBuilder& map, BlockReader& block, std::string_view key);
  void put_tags(MapBuilder& map, BlockReader& block) const;
  void check_schedule(BlockReader& block);
  NodePtr source();
  NodePtr nexsets();
  // Sets without a parent that name the source are detected ones, wherever they stand.
  void sort_sets();
  // Of all nexsets, before anything names one.
  void choose_keys();
  NodePtr derived_set(const Block& derived);
  void put_transform(MapBuilder& map, BlockReader& block);
  // Of a transform as the API shows it: its script in a file where that is all that it holds, otherwise what it says.
  NodePtr transform_object(const Node& transform, BlockReader& block);
  // The transform object around a list of operations.
  NodePtr operations(const Node& list);
  NodePtr transform_of(const CodeBlock& code, BlockReader& block);
  // The code container of a block, in it or among those of the file; nullptr for none.
  const Node* container_of(BlockReader& block) const;
  std::string file_stem(const BlockReader& block) const;
  // {file: ..., type: ...} of a script that is written beside the flow.
  NodePtr script(const CodeBlock& code, const std::string& folder, const std::string& stem);
  void put_validation(MapBuilder& map, BlockReader& block);
  // Code of a script source or sink.
  void put_code(MapBuilder& map, BlockReader& block, const std::string& stem);
  NodePtr nexset(const Block& detected);
  static std::string detected_fallback(const Block& detected);
  static bool is_value_of(const std::map<std::string, std::string>& map, const std::string& value);
  // Its rank among the detected sets of the source: the number in its name, otherwise that of its block.
  NodePtr index(const Block& detected, const DetectedName& name, BlockReader& block);
  NodePtr sinks();
  NodePtr one_sink(const Block& sink);
  // What the sink says of the lookup that it fills.
  void put_lookup(MapBuilder& map, BlockReader& block);
  // The parent: the key of a block, its name or its id, in a placeholder or not. The only detected set is meant where
  // nothing is said.
  void put_from(MapBuilder& map, BlockReader& block, std::initializer_list<std::string_view> keys);
  // The block of a nexset that a value names; nullptr for none, and when two have the name.
  const Block* nexset_block(const Node& value) const;
  // No set may come from itself by any number of steps.
  void refuse_circles();
  // Resources that the properties file names as existing.
  void adopt();
  void add_notes();
  ClassicFile m_file;
  ReadingContext m_reading;
  const ConvertOptions& m_options;
  LeftOutSecrets m_secrets;
  NameSecret m_name_secret;
  Imported m_result;
  std::string m_source_name;
  std::map<std::string, std::string> m_alias_of;  // block -> alias
  std::map<std::string, std::string> m_nexset_of; // block -> key
  std::set<std::size_t> m_ranks;
  std::set<std::string> m_sink_keys;
  std::map<std::string, std::string> m_sink_of; // block -> key
  std::function<bool(ResourceKind, const std::string&)> m_is_taken;
  std::string m_folder; // environments/LAYER/
  std::optional<SharedBlocks> m_shared;
  std::map<std::string, std::string> m_parent_of; // derived block -> block that it comes from
  Properties m_properties;
};

} // namespace flowsync::importer
