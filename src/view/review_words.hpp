#pragma once

#include "view/resource_line.hpp"
#include "view/review.hpp"

#include <string>
#include <vector>

namespace flowsync::view {

// One kind of danger and all that it holds for.
// What is said of one resource, or of several of one flow at once.
struct DangerSentence
{
  std::string words;
  const plan::ResourceChange* about = nullptr; // null where it is about several, or nothing of the plan
};

struct DangerLine
{
  std::string sign;               // "-", "-/+", "!" or "."
  std::string head;               // "1,000 resources are deleted"
  std::vector<std::string> names; // of each that it holds for
  std::vector<DangerSentence> each;
  std::vector<const plan::ResourceChange*> changes; // them, where they are of the plan
  bool must_name = false;                           // however many there are, each is named
};

// The dangers kind by kind, the worst first.
std::vector<DangerLine> danger_lines(const Review& review, const CredentialNames& names);

// What a plan that does something leaves alone, so that nobody has to look for it; "" where there is something to look
// at first.
std::string calm_sentence(const Review& review, const plan::Plan& plan);

// "var.bucket at environments/prod/environment.yaml:8:13 changes 1,998 fields in 999 flows"; without the values.
std::string cause_words(const CommonCause& cause);

// Flows with the words that hold for each of them: one, or several of which all is told and which are alike.
struct FlowLine
{
  std::string words;
  std::vector<const FlowReview*> flows;
};
std::vector<FlowLine> flow_lines(const Review& review);

// More resources that are made than this are told a line a flow.
inline constexpr std::size_t k_most_made = 30;

// What is made in a flow, in one line: "s3 acme/orders (orders-s3), 2 nexsets, gcs acme/archive (archive)".
std::string creation_words(const FlowReview& flow);

// The credentials that new resources get, each in a line with its alias and the place that decides it.
std::vector<std::string> credential_lines(const Review& review, const CredentialNames& names);

// "orders/source"; addresses of changes.
std::vector<std::string> addresses_of(const std::vector<const plan::ResourceChange*>& changes);
// Each once.
std::vector<std::string> addresses_of(const CommonCause& cause);

} // namespace flowsync::view
