#pragma once

#include "sim/sample_maker.hpp"

namespace flowsync::sim {

// The schedule of every sample that needs one.
inline constexpr const char* k_sample_cron = "0 30 16 1/1 * ? *";

// Operations that keep these attributes, and ones that run Python.
nlohmann::json shift_operations(std::initializer_list<const char*> names);
nlohmann::json python_operations();
// The Python of that, in base64.
extern const char* const k_sample_python;

// Makes the samples, theme by theme.
class SampleAccount
{
public:
  SampleAccount(Context& context, const User& user) : m_user(user), m_make(context, user) {}

  // Makes all of them. Returns the path of each under its label.
  nlohmann::json make();

private:
  Id label(const std::string& name, Kind kind, Id id);
  // An active flow of one source, one detected set (into `set_id`, unless it is null) and one sink.
  Id flow(const std::string& name, Id* set_id = nullptr);

  void credentials();
  void code();
  void lookups();
  void transforms();
  void special_sources();
  void special_sinks();
  void states();
  // Somebody else of the organisation shares a nexset, from which a flow of ours derives.
  void shared();
  void odd_names();
  void odd_values();

  const User& m_user;
  SampleMaker m_make;
  nlohmann::json m_labels = nlohmann::json::object();
  Id m_s3 = 0;
  Id m_snowflake = 0;
  Id m_rest = 0;
  Id m_kafka = 0;
  Id m_vendor = 0;
  Id m_reader = 0;
  Id m_transform = 0;
  Id m_python = 0;
  Id m_regions = 0;
  Id m_currencies = 0;
};

} // namespace flowsync::sim
