/** A small test harness, and models of one operation whose results are compared with derived
 * values. */

#pragma once

#include <android/NeuralNetworks.h>

#include <functional>
#include <string>
#include <vector>

/** Registers a test; every failed expectation is printed and counted. */
struct Test {
  Test(const char* name, std::function<void()> body);
};

void expect(bool condition, const std::string& what);
void expectEqual(long long actual, long long expected, const std::string& what);

/** An operand with its value, or an output with the value that is expected of it. */
struct Value {
  int32_t type;
  std::vector<uint32_t> dimensions;
  /** Numbers of floating-point types, stored integers of all others. */
  std::vector<double> numbers;
  float scale = 0;
  int32_t zeroPoint = 0;
  std::vector<float> channelScales = {};
  uint32_t channelDimension = 0;
  bool isOmitted = false;

  bool isTensor() const;
  ANeuralNetworksOperandType operandType() const;
  std::vector<uint8_t> bytes() const;
};

using Numbers = std::vector<double>;
using Shape = std::vector<uint32_t>;

Value f32(Shape shape, Numbers numbers);
Value f16(Shape shape, Numbers numbers);
Value i32(Shape shape, Numbers numbers, float scale = 0);
Value b8(Shape shape, Numbers numbers);
Value u8(Shape shape, Numbers stored, float scale, int32_t zeroPoint);
Value s8(Shape shape, Numbers stored, float scale, int32_t zeroPoint);
Value perChannel(Shape shape, Numbers stored, std::vector<float> scales, uint32_t dimension = 0);
Value integer(int32_t value);
Value real(double value);
Value half(double value);
Value flag(bool value);
Value omitted(Value value);

/** The first call that did not succeed, and its result; "" and 0 where all did. */
struct Outcome {
  std::string call;
  int code = ANEURALNETWORKS_NO_ERROR;
  std::vector<Numbers> outputs = {};
};

/** Builds a model of one operation, compiles it for all devices and runs it. */
Outcome runOne(int32_t operation, const std::vector<Value>& inputs,
               const std::vector<Value>& outputs);

void expectValues(const char* name, int32_t operation, const std::vector<Value>& inputs,
                  const std::vector<Value>& expected, double tolerance = 1e-6);

void expectRefusal(const char* name, int32_t operation, const std::vector<Value>& inputs,
                   const std::vector<Value>& outputs, const std::string& call,
                   int code = ANEURALNETWORKS_BAD_DATA);

/** Sets environment variables until the end of the scope. */
class Environment {
 public:
  Environment(const char* name, const std::string& value);
  Environment(const Environment&) = delete;
  Environment& operator=(const Environment&) = delete;
  ~Environment();

 private:
  const char* name_;
};

/** Whether the body ends the process, as misuse does. */
bool endsProcess(const std::function<void()>& body);
