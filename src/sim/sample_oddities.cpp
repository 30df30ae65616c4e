#include "sim/sample_account.hpp"

namespace flowsync::sim {

using nlohmann::json;

void SampleAccount::odd_names()
{
  std::string longest;
  while (longest.size() < 255) {
    longest += "long name ";
  }
  longest.resize(255);
  longest.back() = '.';
  const std::vector<std::pair<const char*, std::string>> names{
      {"name_slashes", "Samples EU/US \\ \xc3\xbc/../orders"},
      {"name_emoji", "\xf0\x9f\x9a\x9a"},
      {"name_longest", longest},
      {"name_yaml", "- {a: [b, \"c\"]} # no comment: | > & * ! % @ `'"},
      {"name_control", "Samples\ttab\nline\x1b[31mred \xe2\x80\xaetfel"},
      {"name_reference", "Samples ${var.x} {yyyy} $${"},
      {"name_number", "0010"},
      {"name_same_file", "Samples paused!"}, // the same file name as "Samples paused"
  };
  for (const auto& [what, name] : names) {
    label(what, Kind::source, flow(name));
  }
  Id set = 0;
  const auto source = label("name_null", Kind::source, flow("Samples nameless", &set));
  const auto below = m_make.derived(set, "to be forgotten", shift_operations({"order_id"}));
  const auto sink = m_make.sink(below, "to be forgotten", "s3", m_s3, {{"path", "samples/nameless"}});
  m_make.activate(Kind::set, below);
  m_make.forget_name(Kind::set, set);
  m_make.forget_name(Kind::set, below);
  m_make.forget_name(Kind::sink, sink);
  m_make.forget_name(Kind::source, source);
}

void SampleAccount::odd_values()
{
  const auto id = label("source_odd_values", Kind::source,
                        m_make.source("Samples odd values", "s3", m_s3,
                                      {{"path", "samples/${env.HOME}/{yyyy}/$${x}"},
                                       {"start.cron", "0 0 22 10 11 ? 2022"},
                                       {"text.number", "0010"},
                                       {"text.bool", "yes"},
                                       {"text.null", "null"},
                                       {"text.empty", ""},
                                       {"text.blank", " x "},
                                       {"text.lines", "one\n  two\n\n"},
                                       {"big", 9007199254740993},
                                       {"real", 1.5},
                                       {"none", nullptr},
                                       {"list", {1, {{"a", json::array()}}, json::object()}}}));
  m_make.detected(id);
  m_make.activate(Kind::source, id);
  Object object = *m_make.find(Kind::source, id);
  object.description = "First line: with colon\n\n  indented # not a comment\n---\n\ttab at the end \n";
  m_make.context().world.put(std::move(object));
}

} // namespace flowsync::sim
