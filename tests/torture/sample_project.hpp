#pragma once

#include "stage.hpp"

namespace flowsync::torture {

// Files of the project that every torture begins with.
inline constexpr const char* k_environment_file = "environments/dev/environment.yaml";
extern const char* const k_people_text;
inline constexpr const char* k_people_file = "environments/base/flows/people.yaml";   // one source, two sinks
inline constexpr const char* k_orders_file = "environments/base/flows/orders.yaml";   // two levels of sets, four sinks
inline constexpr const char* k_metrics_file = "environments/base/flows/metrics.yaml"; // a paused sink among its two

// Its project file, the environment dev with short limits, and the flow people.
void write_sample_project(Stage& stage);
// The flows orders and metrics.
void write_more_flows(Stage& stage);
// Configurations of a source, sinks and a transform, texts, and which resources run; of flows that are all there.
void change_sample_values(Stage& stage);

} // namespace flowsync::torture
