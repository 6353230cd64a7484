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
export type Described = Schemas['Described'];
export type RuleTried = Schemas['RuleTried'];
/** Pairs are told less exactly on some answers than on others: read as lists everywhere. */
export type Why = Omit<Schemas['Why'], 'leftOut'> & {
  leftOut: Omit<Schemas['LeftOut'], 'standing'> & { standing: (string | number)[][] };
};
export type DryRunResult = Omit<Schemas['DryRunResult'], 'why'> & { why?: Why | null };
export type Decision = Omit<Schemas['Decision'], 'reasons'> & {
  reasons: Omit<Schemas['DecisionBody'], 'why'> & { why?: Why | null };
};
export type Candidate = Schemas['Candidate'];
export type Stage = Schemas['Stage'];
