#pragma once

#include <map>
#include <string>
#include <vector>

namespace flowsync::torture {

// A project as a value that is easy to change at random, from which files are written and to which accounts are
// compared.
struct ModelSink
{
  std::string from;
  int config = 0;
  int name = 0;
  bool paused = false;
};
struct ModelSet
{
  std::string from;
  int transform = 0;
  int name = 0;
};
struct ModelFlow
{
  int config = 0;
  int description = 0;
  bool paused = false;
  std::map<std::string, ModelSet> sets;   // derived ones by key; the detected one is k_detected
  std::map<std::string, ModelSink> sinks; // by key
};
struct ModelMove
{
  std::string from; // addresses
  std::string to;
};
struct ModelProject
{
  std::map<std::string, ModelFlow> flows;
  std::map<std::string, std::vector<ModelMove>> moves; // by the flow whose file holds them
};

inline constexpr const char* k_detected = "in";

// The file of a flow.
std::string flow_text(const std::string& name, const ModelFlow& flow, const std::vector<ModelMove>& moves);

// What the specs say of one resource, in the words of the account's dump.
std::string source_name(const std::string& flow);
std::string set_name(const std::string& flow, const std::string& key, const ModelSet& set);
std::string sink_name(const std::string& flow, const std::string& key, const ModelSink& sink);
std::string source_path(int config);
std::string sink_table(int config);
std::string set_output(int transform);
std::string source_text(int description);

} // namespace flowsync::torture
