#pragma once

#include "account_view.hpp"
#include "model_project.hpp"

namespace flowsync::torture {

// Everything that a project must not touch: as it was when it became so.
using Strangers = std::map<Key, nlohmann::json>;

// "web-orders/source" from the first mark of this project and its environment dev in a record's description; "".
std::string marked_address(const nlohmann::json& record);

// What is wrong with an account for which `flow` was applied, one line each: every resource of it is there once, below
// the right parent, with its configuration, texts and status.
std::string check_flow(const nlohmann::json& dump, const Strangers& strangers, const std::string& name,
                       const ModelFlow& flow);
// The same for all flows, and: nothing else is there but strangers, and those are as they were.
std::string check_account(const nlohmann::json& dump, const Strangers& strangers, const ModelProject& project);
// Addresses that stand for several resources, whatever the specs say.
std::string check_duplicates(const nlohmann::json& dump, const Strangers& strangers);
std::string check_strangers(const nlohmann::json& dump, const Strangers& strangers);

} // namespace flowsync::torture
