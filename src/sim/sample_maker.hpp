#pragma once

#include "sim/context.hpp"

namespace flowsync::sim {

// Makes resources as if a user had made them in the UI over the last months, by the same code that serves POST, with
// every switch at its default.
class SampleMaker
{
public:
  // `user` owns what is made. Everything goes into the world of `context`.
  SampleMaker(Context& context, const User& user);
  SampleMaker(const SampleMaker&) = delete;
  SampleMaker& operator=(const SampleMaker&) = delete;

  Id make(Kind kind, nlohmann::json body);
  Id credential(const std::string& name, const std::string& type, nlohmann::json credentials);
  Id source(const std::string& name, const std::string& type, Id credential, nlohmann::json config);
  // A nexset that the source yields, with these attributes.
  Id detected(Id source, const std::vector<std::string>& attributes = {});
  // A nexset with an inline transform of these operations.
  Id derived(Id parent, const std::string& name, nlohmann::json operations);
  Id sink(Id set, const std::string& name, const std::string& type, Id credential, nlohmann::json config);

  void activate(Kind kind, Id id);
  void pause(Kind kind, Id id);
  // Fields that the API does not let a user write.
  void edit(Kind kind, Id id, const nlohmann::json& fields);
  void forget_name(Kind kind, Id id);
  void share(Id set, Id user);

  // As another user from here on.
  void become(const User& user) { m_context.caller = &user; }

  Context& context() { return m_context; }
  ObjectPtr find(Kind kind, Id id) const { return m_context.world.find(kind, id); }

private:
  void tick();

  Switches m_switches;
  Context m_context;
};

} // namespace flowsync::sim
