/** The types of assignment under the names the workbench knows them by. */
import type { components } from '@/api/schema';

type Schemas = components['schemas'];

export type Settings = Required<Schemas['Settings']>;
export type RoutingView = Schemas['RoutingView'];
export type Rule = Schemas['Rule'];
export type Outcome = Schemas['RuleOutcome'];
export type Condition = Schemas['Condition'];
export type Question = Schemas['Question'];
export type Comparison = Schemas['Comparison'];
export type During = Schemas['During'];
export type Policy = Schemas['Policy'];
export type Scores = Schemas['Scores'];
export type Choice = Schemas['RoutingChoice'];
export type Priority = Schemas['Priority'];
export type SkillAsked = Schemas['SkillAsked'];
export type Skill = Schemas['Skill'];
export type AgentRouting = Schemas['AgentRouting'];
export type AgentRoutingView = Schemas['AgentRoutingView'];
export type TeamRouting = Schemas['TeamRouting'];
export type TeamRoutingView = Schemas['TeamRoutingView'];
export type Widening = Schemas['Widening'];
export type Place = Schemas['Place'];
export type DryRun = Schemas['DryRun'];
export type DryRunResult = Schemas['DryRunResult'];
export type Described = Schemas['Described'];
export type Decision = Schemas['Decision'];
export type RuleTried = Schemas['RuleTried'];
export type Why = Schemas['Why'];
export type Candidate = Schemas['Candidate'];
export type Stage = Schemas['Stage'];
